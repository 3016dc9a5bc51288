import { type Cost, type CostParts, promptTokens, type SessionEvent, type Usage } from '../model/index.ts';
import type { PriceList } from './prices.ts';
import type { Rates } from './rates.ts';

/** A model call to price. */
export interface PricedCall {
  readonly provider: string;
  readonly model: string;
  /** Absent when the provider reported none. */
  readonly usage?: Usage | undefined;
  /** The time of the call. */
  readonly at: Date;
  /** The cost that the provider reported, in integer pico-dollars. */
  readonly reportedPico?: number | undefined;
}

type WritableParts = { -readonly [part in keyof CostParts]: CostParts[part] };

/**
 * Prices a model call in integer pico-dollars. A call is unpriced when its model or usage is unknown, or when its cost
 * exceeds $9,007, the limit of exact integers.
 */
export function priceOf(call: PricedCall, list: PriceList): Cost {
  const { provider, model, usage, at, reportedPico } = call;
  const lookup = list.find(provider, model);
  const unpriced = (reason: 'unknown-model' | 'unknown-usage'): Cost => ({
    status: 'unpriced',
    reason,
    modelId: lookup.id,
    ...(reportedPico === undefined ? {} : { reportedPico }),
  });
  if (!usage) return unpriced('unknown-usage');
  const entry = lookup.entryAt(promptTokens(usage), at.getTime());
  if (!entry) return unpriced('unknown-model');
  const parts: WritableParts = {};
  const totalPico = addParts(parts, usage, entry.rates);
  if (!Number.isSafeInteger(totalPico)) return unpriced('unknown-usage');
  const { modelId, source, from, tier } = entry;
  return {
    status: 'priced',
    totalPico,
    parts,
    modelId,
    source,
    ...(from === undefined ? undefined : { from }),
    ...(tier === undefined ? undefined : { tier }),
    ...(reportedPico === undefined ? undefined : { reportedPico }),
  };
}

/**
 * Prices the model call of an event. The response model is used when the requested model, such as a router, is
 * unknown.
 *
 * @returns `undefined` for a call that failed before any output, which is not billed
 */
export function costOf(event: SessionEvent, list: PriceList): Cost | undefined {
  const { provider = '', model, usage, startedAt, status, name, output, metadata } = event;
  const reportedPico = event.reportedPico ?? event.cost?.reportedPico;
  if (!usage && status !== 'ok' && output === undefined && reportedPico === undefined) return undefined;
  if (model === undefined)
    return usage && { status: 'unpriced', reason: 'several-models', modelId: name.replace(/^llm:/, '') };
  const call = { provider, model, usage, at: new Date(startedAt), reportedPico };
  const cost = priceOf(call, list);
  const responseModel = metadata?.responseModel;
  if (cost.status === 'priced' || cost.reason !== 'unknown-model' || typeof responseModel !== 'string')
    return cost;
  const byResponse = priceOf({ ...call, model: responseModel }, list);
  return byResponse.status === 'priced' ? byResponse : cost;
}

/** Adds the cost of each part to `parts`. Returns the sum. */
function addParts(parts: WritableParts, usage: Usage, rates: Rates): number {
  const { cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, audioInputTokens, audioOutputTokens } =
    usage;
  const reasoning =
    rates.reasoning === undefined ? 0 : Math.min(usage.reasoningTokens ?? 0, usage.outputTokens);
  const output = usage.outputTokens - reasoning;
  let total = 0;
  if (usage.inputTokens) total += parts.input = usage.inputTokens * rates.input;
  if (cacheReadTokens) total += parts.cacheRead = cacheReadTokens * rates.cacheRead;
  if (cacheWrite5mTokens) total += parts.cacheWrite5m = cacheWrite5mTokens * rates.cacheWrite5m;
  if (cacheWrite1hTokens) total += parts.cacheWrite1h = cacheWrite1hTokens * rates.cacheWrite1h;
  if (audioInputTokens) total += parts.audioInput = audioInputTokens * rates.audioInput;
  if (output) total += parts.output = output * rates.output;
  if (reasoning) total += parts.reasoning = reasoning * (rates.reasoning ?? 0);
  if (audioOutputTokens) total += parts.audioOutput = audioOutputTokens * rates.audioOutput;
  return total;
}
