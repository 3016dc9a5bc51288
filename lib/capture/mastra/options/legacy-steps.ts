import { isObject } from '../../../model/index.ts';
import { readCallUsage } from '../model/call-usage.ts';
import { modelStart, type NamedModel } from '../model/model-name.ts';
import { reportedPico } from '../model/reported-cost.ts';
import type { AgentRun } from '../run/agent-run.ts';

/** Records the model calls of a run with a model of specification v1, which reports each call after its end. */
export class LegacySteps {
  readonly #run: AgentRun;
  readonly #options: unknown;
  #model: NamedModel = {};
  #sinceMs: number;
  #hasSteps = false;

  /**
   * @param model the model of the run, or a promise of it
   * @param options the options of the run, which name the service tier
   */
  constructor(run: AgentRun, model: unknown, options: unknown) {
    this.#run = run;
    this.#options = options;
    this.#sinceMs = run.place.session.nowMs();
    Promise.resolve(model).then(
      (resolved) => {
        if (isObject(resolved)) this.#model = resolved;
      },
      () => undefined,
    );
  }

  /** Records a step of the run. Mastra reports a step after its tools have ended. */
  recordStep(report: unknown): void {
    if (!isObject(report)) return;
    this.#hasSteps = true;
    const { text, toolCalls, toolResults, usage, finishReason, response, providerMetadata } = report;
    const responseModel = isObject(response) ? response.modelId : undefined;
    const { provider, modelId } = this.#model;
    const start = modelStart({ provider, modelId: modelId ?? responseModel });
    const { session, parentEventId } = this.#run.place;
    const calls = objectsIn(toolCalls);
    session.startStep({ ...start, parentEventId, sinceMs: this.#sinceMs }).end({
      output: { ...(text ? { text } : {}), ...(calls.length > 0 ? { toolCalls: calls } : {}) },
      usage: readCallUsage({
        ...start,
        callOptions: this.#options,
        usage,
        providerMetadata,
        response,
        toolCalls: [],
      }),
      reportedPico: reportedPico(providerMetadata, usage, start.provider),
      finishReason: typeof finishReason === 'string' ? finishReason : undefined,
    });
    const results = objectsIn(toolResults);
    const requested = calls.map(({ toolCallId, toolName, args }) => {
      const match = results.find((result) => result.toolCallId === toolCallId);
      const call = { toolCallId: String(toolCallId), toolName: String(toolName), args };
      return match ? { ...call, result: match.result } : call;
    });
    this.#run.toolCalls.request(requested, parentEventId);
    this.#sinceMs = session.nowMs();
  }

  /** Records the final result as a step if no step was reported. This is the case for a run that returns an object. */
  recordResult(result: unknown): void {
    if (this.#hasSteps || !isObject(result) || result.object === undefined) return;
    this.recordStep({ ...result, text: JSON.stringify(result.object) });
  }
}

const objectsIn = (values: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(values) ? values.filter(isObject) : [];
