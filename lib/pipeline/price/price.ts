import { type Cost, type CostParts, promptTokens, type Usage } from '../../model/index.ts';
import type { PriceList, Rates } from './prices.ts';

/** A model call to be priced. */
export interface PricedCall {
  readonly provider: string;
  readonly model: string;
  /** Absent when the provider reported none. */
  readonly usage?: Usage;
  readonly at: Date;
}

/**
 * What a model call cost, in integers throughout: tokens times pico-dollars a token, part by part. A model that
 * the list does not know, or a call without usage, is unpriced.
 */
export function priceOf(call: PricedCall, list: PriceList): Cost {
  const { provider, model, usage, at } = call;
  if (!usage) return { status: 'unpriced', reason: 'unknown-usage', modelId: model };
  const entry = list.find(provider, model, promptTokens(usage), at);
  if (!entry) return { status: 'unpriced', reason: 'unknown-model', modelId: model };
  const parts = partsOf(usage, entry.rates);
  const totalPico = Object.values(parts).reduce((sum, pico) => sum + pico, 0);
  return {
    status: 'priced',
    totalPico,
    parts,
    modelId: entry.modelId,
    source: entry.source,
    ...(entry.tier === undefined ? {} : { tier: entry.tier }),
  };
}

function partsOf(usage: Usage, rates: Rates): CostParts {
  const part = (tokens: number | undefined, rate: number) => (tokens ? tokens * rate : undefined);
  const parts = {
    input: part(usage.inputTokens, rates.input),
    cacheRead: part(usage.cacheReadTokens, rates.cacheRead),
    cacheWrite5m: part(usage.cacheWrite5mTokens, rates.cacheWrite5m),
    cacheWrite1h: part(usage.cacheWrite1hTokens, rates.cacheWrite1h),
    audioInput: part(usage.audioInputTokens, rates.audioInput),
    output: part(usage.outputTokens, rates.output),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, pico]) => pico !== undefined));
}
