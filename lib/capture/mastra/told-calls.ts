import { isObject } from '../../model/index.ts';
import { modelStart, type NamedModel } from './model-name.ts';
import type { Run } from './run.ts';
import { readUsage } from './usage.ts';

/** Records a step of a run through the AI SDK of model specification v1, told when its tools have ended too. */
export function recordLegacyStep(told: unknown, run: Run, sinceMs: number, model: NamedModel): void {
  if (!isObject(told)) return;
  const { text, toolCalls, toolResults, usage, finishReason, response, providerMetadata } = told;
  const answered = isObject(response) ? response.modelId : undefined;
  const start = modelStart({ provider: model.provider, modelId: model.modelId ?? answered });
  const { session, parentEventId } = run.place;
  const calls = Array.isArray(toolCalls) ? toolCalls.filter(isObject) : [];
  const results = Array.isArray(toolResults) ? toolResults.filter(isObject) : [];
  session.startStep({ ...start, parentEventId, sinceMs }).end({
    output: { ...(text ? { text } : {}), ...(calls.length > 0 ? { toolCalls: calls } : {}) },
    usage: readUsage(usage, providerMetadata, start.provider),
    finishReason: typeof finishReason === 'string' ? finishReason : undefined,
  });
  const asked = calls.map(({ toolCallId, toolName, args }) => {
    const answer = results.find((result) => result.toolCallId === toolCallId);
    const call = { toolCallId: String(toolCallId), toolName: String(toolName), args };
    return answer ? { ...call, result: answer.result } : call;
  });
  run.tools.asked(asked, parentEventId);
}

/** Records tokens of which only the total is told, but for those that have events, as one call without a model. */
export function recordTotals(name: string, usage: unknown, run: Run): void {
  const read = readUsage(usage, undefined, '');
  const left = read && run.leftOf(read);
  if (!left || left.inputTokens + left.outputTokens === 0) return;
  const { session, parentEventId } = run.place;
  session
    .startStep({ kind: 'llm', name: `llm:${name}`, parentEventId })
    .end({ usage: left, metadata: { totals: true } });
}
