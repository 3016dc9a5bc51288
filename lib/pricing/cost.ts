import {
  type Cost,
  promptTokens,
  type SessionEvent,
  type UnpricedReason,
  type Usage,
} from '../model/index.ts';
import { addParts } from './parts.ts';
import type { PriceList } from './prices.ts';
import { pricedTier } from './service-tiers.ts';

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

/**
 * Prices a model call in integer pico-dollars. A call is unpriced when its model, usage or service tier is unknown, or
 * when its cost exceeds $9,007, the limit of exact integers.
 */
export function priceOf(call: PricedCall, list: PriceList): Cost {
  const { provider, model, usage, at, reportedPico } = call;
  const lookup = list.find(provider, model);
  const serviceTier = pricedTier(usage?.serviceTier);
  const always = {
    ...(serviceTier === undefined ? undefined : { serviceTier }),
    ...(reportedPico === undefined ? undefined : { reportedPico }),
  };
  const unpriced = (reason: UnpricedReason): Cost => ({
    status: 'unpriced',
    reason,
    modelId: lookup.id,
    ...always,
  });
  if (!usage) return unpriced('unknown-usage');
  const found = lookup.entryAt(promptTokens(usage), at.getTime(), serviceTier);
  if (!found?.entry) return unpriced(found?.lacksTier ? 'unknown-tier' : 'unknown-model');
  const { entry } = found;
  const { totalPico, parts, incomplete } = addParts(usage, entry, lookup.alwaysBilled);
  if (!Number.isSafeInteger(totalPico)) return unpriced('unknown-usage');
  const { modelId, source, checked, from, tier } = entry;
  return {
    status: 'priced',
    totalPico,
    parts,
    modelId,
    source,
    ...(checked === undefined ? undefined : { checked }),
    ...(at.getTime() > entry.staleMs ? { isStale: true } : undefined),
    ...(from === undefined ? undefined : { from }),
    ...(tier === undefined ? undefined : { tier }),
    ...(incomplete === undefined ? undefined : { incomplete }),
    ...always,
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
