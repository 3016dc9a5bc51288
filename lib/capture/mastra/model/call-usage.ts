import { isObject, type Usage } from '../../../model/index.ts';
import { type ProviderToolCall, readBilledUnits } from './billed-units.ts';
import { readUsage } from './read-usage.ts';
import { readServiceTier } from './service-tier.ts';

/** What is known of a finished model call. */
export interface FinishedCall {
  readonly provider: string;
  readonly model: string;
  /** The options of the call, as far as they are known. */
  readonly callOptions?: unknown;
  readonly usage: unknown;
  readonly providerMetadata: unknown;
  readonly response: unknown;
  readonly toolCalls: readonly ProviderToolCall[];
}

/**
 * Reads everything that a provider bills for a call: tokens, service tier and other units.
 *
 * @returns `undefined` if the model reported no tokens
 */
export function readCallUsage(call: FinishedCall): Usage | undefined {
  const { provider, callOptions, usage, providerMetadata } = call;
  const read = readUsage(usage, providerMetadata, provider);
  if (!read) return undefined;
  const providerOptions = isObject(callOptions) ? callOptions.providerOptions : undefined;
  const serviceTier = readServiceTier({ ...call, providerOptions });
  const units = readBilledUnits({ ...call, callOptions });
  if (serviceTier === undefined && !units) return read;
  return { ...read, ...(serviceTier === undefined ? {} : { serviceTier }), ...(units ? { units } : {}) };
}
