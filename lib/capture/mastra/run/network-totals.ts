import type { SessionPlace } from '../../../context/index.ts';
import { readUsage } from '../model/read-usage.ts';
import type { NetworkUsage } from './network-usage.ts';

/** Records the remaining part of a network's total usage as one call without a model. */
export function recordTotals(
  { session, parentEventId }: SessionPlace,
  totals: unknown,
  usage: NetworkUsage | undefined,
): void {
  const read = readUsage(totals, undefined, '');
  const remaining = read && (usage?.remaining(read) ?? read);
  if (!remaining || remaining.inputTokens + remaining.outputTokens === 0) return;
  session
    .startStep({ kind: 'llm', name: 'llm:network', parentEventId })
    .end({ usage: remaining, metadata: { totals: true } });
}
