import { isObject } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';
import type { Step, StepEnding } from '../../../recorder/index.ts';
import { tapAtOnce } from '../../tap-stream.ts';
import { Answer, inputOf } from '../model/model-call.ts';
import { modelStart } from '../model/model-name.ts';
import type { CaptureSpan } from './capture-span.ts';
import { NoopTracker } from './noop-tracker.ts';

/** What Mastra tells of a model call as it goes on. */
interface Told {
  readonly inputMessages?: unknown;
}

/**
 * Records the model calls of a run whose model cannot be wrapped, such as that of a sub-agent, from what Mastra
 * reports of them: one `llm` step for each step of the run, without its failed attempts.
 */
export class GenerationTracker extends NoopTracker {
  #model: { readonly provider: unknown; readonly modelId: unknown };
  #step: Step | undefined;
  #answer: Answer | undefined;
  #sinceMs: number | undefined;

  constructor(span: CaptureSpan, attributes: unknown) {
    super(span);
    const { provider, model } = isObject(attributes) ? attributes : {};
    this.#model = { provider, modelId: model };
  }

  /** Where the call itself is not told of, it begins with its step. */
  override startStep(): void {
    this.#sinceMs = this.span.place.session.nowMs();
  }

  override startInference(): void {
    ignoreErrors(() => this.#begin());
  }

  override updateStep(told?: Told): void {
    ignoreErrors(() => this.#step?.setInput(inputOf({ prompt: told?.inputMessages })));
  }

  override updateGeneration(told?: { readonly attributes?: unknown }): void {
    const { provider = this.#model.provider, model } = isObject(told?.attributes) ? told.attributes : {};
    this.#model = { provider, modelId: model ?? this.#model.modelId };
  }

  override wrapStream<T>(stream: T): T {
    if (!(stream instanceof ReadableStream)) return stream;
    return tapAtOnce(stream, {
      part: (chunk) => ignoreErrors(() => this.#hear(chunk)),
      end: () => ignoreErrors(() => this.#end()),
      fail: (error) => ignoreErrors(() => this.#end(error)),
      cancel: () => ignoreErrors(() => this.#cancel()),
    }) as T;
  }

  override reportGenerationError(told?: { readonly error?: unknown }): void {
    ignoreErrors(() => this.#end(told?.error));
  }

  override endGeneration(): void {
    ignoreErrors(() => this.#end());
  }

  #begin(sinceMs?: number): void {
    this.#end();
    const start = modelStart(this.#model);
    const { session, parentEventId } = this.span.place;
    this.#answer = new Answer(start.provider);
    this.#step = session.startStep({
      ...start,
      parentEventId,
      ...(sinceMs === undefined ? {} : { sinceMs }),
    });
    this.#sinceMs = undefined;
  }

  #hear(chunk: unknown): void {
    if (this.#sinceMs !== undefined) this.#begin(this.#sinceMs);
    if (!isObject(chunk) || !isObject(chunk.payload) || !this.#step) return;
    const { payload } = chunk;
    if (chunk.type === 'step-finish') {
      this.#finish(payload);
    } else if (chunk.type === 'error') {
      this.#end(payload.error);
    } else if (chunk.type === 'abort') {
      this.#cancel();
    } else if (this.#answer?.add({ ...payload, type: chunk.type })) {
      this.#step.markToken();
    }
  }

  /** The payload of `step-finish`: `{ output: { usage }, metadata: { modelId, providerMetadata }, stepResult: { reason } }`. */
  #finish({ output, metadata, stepResult }: Record<string, unknown>): void {
    const { usage } = isObject(output) ? output : {};
    const { modelId, providerMetadata } = isObject(metadata) ? metadata : {};
    this.#answer?.add({ type: 'response-metadata', modelId });
    this.#answer?.add({
      type: 'finish',
      usage: isObject(usage) ? (usage.raw ?? usage) : undefined,
      providerMetadata,
      finishReason: isObject(stepResult) ? stepResult.reason : undefined,
    });
    this.#end();
  }

  #end(error?: unknown): void {
    this.#endAs(error === undefined ? {} : { error });
  }

  #cancel(): void {
    this.#endAs({ status: 'cancelled' });
  }

  #endAs(how: StepEnding): void {
    const [step, answer] = [this.#step, this.#answer];
    this.#step = undefined;
    if (step && answer) step.end({ ...answer.ending(step.start.model ?? ''), ...how });
  }
}
