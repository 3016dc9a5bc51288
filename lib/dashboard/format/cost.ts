const picoPerUsd = 1_000_000_000_000n;
const centPico = picoPerUsd / 100n;
const maxDecimals = 12;

/** Integer pico-dollars, as in the query contract. */
export type Pico = string | number | bigint;

/** Returns pico-dollars as an integer, or `undefined` for an invalid value. */
export function toPico(pico: Pico): bigint | undefined {
  try {
    return BigInt(pico);
  } catch {
    return undefined;
  }
}

/**
 * Formats a sum of money: two decimals from a dollar on, up to four from a cent on, and two significant
 * digits below. Invalid values become `—`.
 */
export function formatCost(pico: Pico): string {
  const value = toPico(pico);
  if (value === undefined) return '—';
  if (value === 0n) return '$0.00';
  const size = value < 0n ? -value : value;
  const text = decimal(size, decimalsFor(size));
  const shown = size >= centPico ? trimZeros(text, 2) : text;
  return `${value < 0n ? '-' : ''}$${shown}`;
}

/** Formats a sum with all digits. */
export function formatExactCost(pico: Pico): string {
  const value = toPico(pico);
  if (value === undefined) return '—';
  const size = value < 0n ? -value : value;
  return `${value < 0n ? '-' : ''}$${trimZeros(decimal(size, maxDecimals), 2)}`;
}

function decimalsFor(size: bigint): number {
  if (size >= picoPerUsd) return 2;
  if (size >= centPico) return 4;
  return Math.min(maxDecimals, maxDecimals - String(size).length + 2);
}

/** Formats a number with fixed decimals, rounded half up. */
function decimal(size: bigint, decimals: number): string {
  const unit = 10n ** BigInt(maxDecimals - decimals);
  const rounded = (size + unit / 2n) / unit;
  const one = 10n ** BigInt(decimals);
  const whole = (rounded / one).toLocaleString('en-US');
  return decimals === 0 ? whole : `${whole}.${String(rounded % one).padStart(decimals, '0')}`;
}

function trimZeros(text: string, keep: number): string {
  const [whole = '', decimals = ''] = text.split('.');
  return `${whole}.${decimals.replace(/0+$/, '').padEnd(keep, '0')}`;
}

/** A sum of costs, and whether all or only some of them are known. */
export type KnownCost =
  | { readonly known: 'all' | 'part'; readonly text: string; readonly exact: string }
  | { readonly known: 'nothing' };

/** The sum of costs and the numbers of calls that it lacks. */
export interface CostTotals {
  readonly costPico: string;
  readonly unpricedCalls: number;
  readonly incompleteCalls?: number;
}

/** Returns how much of the cost of model calls is known. Calls without a price never count as free. */
export function readCost(totals: CostTotals): KnownCost {
  const isZero = toPico(totals.costPico) === 0n;
  if (isZero && totals.unpricedCalls > 0) return { known: 'nothing' };
  return {
    known: totals.unpricedCalls + (totals.incompleteCalls ?? 0) > 0 ? 'part' : 'all',
    text: formatCost(totals.costPico),
    exact: formatExactCost(totals.costPico),
  };
}
