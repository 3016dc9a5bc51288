import { isObject, picoPerUsd } from '../../../model/index.ts';
import { rawUsage } from './billed-units.ts';

/**
 * Returns the cost that the provider itself reports for a call, in integer pico-dollars. OpenRouter, the AI Gateway of
 * Vercel, Perplexity, xAI and DeepInfra report one.
 */
export function reportedPico(
  providerMetadata: unknown,
  usage: unknown,
  provider: string,
): number | undefined {
  const { openrouter, gateway, perplexity } = object(providerMetadata);
  const raw = rawUsage(usage);
  const own = ownReports.get(provider)?.(raw);
  return (
    toPico(object(object(openrouter).usage).cost) ??
    toPico(object(gateway).cost) ??
    toPico(object(object(perplexity).cost).totalCost) ??
    toPico(own)
  );
}

/** A tick of xAI is 1e-10 US dollars. */
const ticksPerUsd = 1e10;

/** Reads the US dollars in the usage of a provider. */
const ownReports: ReadonlyMap<string, (raw: Record<string, unknown>) => unknown> = new Map([
  ['openrouter', (raw) => raw.cost],
  ['perplexity', (raw) => object(raw.cost).total_cost],
  ['deepinfra', (raw) => raw.estimated_cost],
  ['xai', ({ cost_in_usd_ticks: ticks }) => (typeof ticks === 'number' ? ticks / ticksPerUsd : undefined)],
]);

/** Converts US dollars, as a number or a decimal text, to pico-dollars. */
function toPico(usd: unknown): number | undefined {
  const amount = typeof usd === 'string' && /^\d+(?:\.\d+)?(?:e-?\d+)?$/i.test(usd) ? Number(usd) : usd;
  if (typeof amount !== 'number' || !(amount >= 0)) return undefined;
  const pico = Math.round(amount * picoPerUsd);
  return Number.isSafeInteger(pico) ? pico : undefined;
}

const nothing: Record<string, unknown> = Object.freeze({});
const object = (value: unknown): Record<string, unknown> => (isObject(value) ? value : nothing);
