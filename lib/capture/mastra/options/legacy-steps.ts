import { isObject } from '../../../model/index.ts';
import { modelStart, type NamedModel } from '../model/model-name.ts';
import { readUsage } from '../model/read-usage.ts';
import type { AgentRun } from '../run/agent-run.ts';

/** The model calls of a run through the AI SDK of model specification v1, which tells of them when they have ended. */
export class LegacySteps {
  readonly #run: AgentRun;
  #model: NamedModel = {};
  #sinceMs: number;
  #isTold = false;

  /** @param model the model that is called, or a promise of it */
  constructor(run: AgentRun, model: unknown) {
    this.#run = run;
    this.#sinceMs = run.place.session.nowMs();
    Promise.resolve(model).then(
      (found) => {
        if (isObject(found)) this.#model = found;
      },
      () => undefined,
    );
  }

  /** Takes a step of the run, told when its tools have ended too. */
  step(told: unknown): void {
    if (!isObject(told)) return;
    this.#isTold = true;
    const { text, toolCalls, toolResults, usage, finishReason, response, providerMetadata } = told;
    const answered = isObject(response) ? response.modelId : undefined;
    const { provider, modelId } = this.#model;
    const start = modelStart({ provider, modelId: modelId ?? answered });
    const { session, parentEventId } = this.#run.place;
    const calls = Array.isArray(toolCalls) ? toolCalls.filter(isObject) : [];
    const results = Array.isArray(toolResults) ? toolResults.filter(isObject) : [];
    session.startStep({ ...start, parentEventId, sinceMs: this.#sinceMs }).end({
      output: { ...(text ? { text } : {}), ...(calls.length > 0 ? { toolCalls: calls } : {}) },
      usage: readUsage(usage, providerMetadata, start.provider),
      finishReason: typeof finishReason === 'string' ? finishReason : undefined,
    });
    const asked = calls.map(({ toolCallId, toolName, args }) => {
      const answer = results.find((result) => result.toolCallId === toolCallId);
      const call = { toolCallId: String(toolCallId), toolName: String(toolName), args };
      return answer ? { ...call, result: answer.result } : call;
    });
    this.#run.tools.asked(asked, parentEventId);
    this.#sinceMs = session.nowMs();
  }

  /** Takes what the run has given in the end. An object is made by one call, of which nothing else tells. */
  whole(result: unknown): void {
    if (this.#isTold || !isObject(result) || result.object === undefined) return;
    this.step({ ...result, text: JSON.stringify(result.object) });
  }
}
