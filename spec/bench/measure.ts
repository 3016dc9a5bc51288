/** What one run of a variant cost. */
export interface Cost {
  /** Microseconds of this process's CPU, user and system, all threads. */
  readonly cpuUs: number;
  /** Bytes allocated on the heap; not a number where the garbage collector ran meanwhile. */
  readonly allocB: number;
}

/** Runs `act` once and returns its cost, including what it awaits. */
export async function costOf(act: () => Promise<void>): Promise<Cost> {
  const heapBefore = process.memoryUsage().heapUsed;
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  const grown = process.memoryUsage().heapUsed - heapBefore;
  return { cpuUs: user + system, allocB: grown >= 0 ? grown : Number.NaN };
}

/** The middle of some numbers, those that are none left out. */
export function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** A number to `digits` places. */
export const round = (value: number, digits = 0): number => Number(value.toFixed(digits));

/**
 * Runs all variants in turn, again and again, so that what disturbs the machine disturbs all of them alike.
 *
 * @returns per variant, what each of its runs cost
 */
export async function alternate<K extends string>(
  variants: Readonly<Record<K, () => Promise<void>>>,
  rounds: number,
  warmUps: number,
): Promise<Record<K, Cost[]>> {
  const names = Object.keys(variants) as K[];
  const costs = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, Cost[]>;
  for (let round = -warmUps; round < rounds; round++) {
    for (const name of names) {
      globalThis.gc?.({ type: 'minor' });
      const cost = await costOf(variants[name]);
      if (round >= 0) costs[name].push(cost);
    }
  }
  return costs;
}
