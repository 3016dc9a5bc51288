import { readUsage } from '../model/read-usage.ts';
import type { AgentRun } from './agent-run.ts';

/** Records tokens of which only the total is told, but for those that have events, as one call without a model. */
export function recordTotals(name: string, usage: unknown, run: AgentRun): void {
  const read = readUsage(usage, undefined, '');
  const left = read && run.leftOf(read);
  if (!left || left.inputTokens + left.outputTokens === 0) return;
  const { session, parentEventId } = run.place;
  session
    .startStep({ kind: 'llm', name: `llm:${name}`, parentEventId })
    .end({ usage: left, metadata: { totals: true } });
}
