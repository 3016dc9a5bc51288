import type { SessionPlace } from '../../../context/index.ts';
import { isObject } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';
import type { Step, StepEnding } from '../../../recorder/index.ts';
import { tapAtOnce } from '../../tap-stream.ts';
import { Answer, inputOf } from '../model/model-call.ts';
import { modelStart } from '../model/model-name.ts';
import { NoopTracker } from './noop-tracker.ts';

/** A span with the place for the steps below it. */
interface PlacedSpan {
  readonly place: SessionPlace;
}

/**
 * Records model calls from Mastra's reports, where the model cannot be wrapped, as in a sub-agent. Each step of the
 * run becomes one `llm` step; failed attempts are not reported.
 */
export class GenerationTracker<Span extends PlacedSpan> extends NoopTracker<Span> {
  #model: { readonly provider: unknown; readonly modelId: unknown };
  #step: Step | undefined;
  #answer: Answer | undefined;
  #sinceMs: number | undefined;

  constructor(span: Span, attributes: unknown) {
    super(span);
    const { provider, model } = isObject(attributes) ? attributes : {};
    this.#model = { provider, modelId: model };
  }

  /** Notes the start of the step, which is the start of the call unless `startInference()` follows. */
  override startStep(): void {
    this.#sinceMs = this.span.place.session.nowMs();
  }

  override startInference(): void {
    ignoreErrors(() => this.#startCall());
  }

  override updateStep(update?: { readonly inputMessages?: unknown }): void {
    ignoreErrors(() => this.#step?.setInput(inputOf({ prompt: update?.inputMessages })));
  }

  override updateGeneration(update?: { readonly attributes?: unknown }): void {
    const { provider = this.#model.provider, model } = isObject(update?.attributes) ? update.attributes : {};
    this.#model = { provider, modelId: model ?? this.#model.modelId };
  }

  override wrapStream<T>(stream: T): T {
    if (!(stream instanceof ReadableStream)) return stream;
    return tapAtOnce(stream, {
      part: (chunk) => ignoreErrors(() => this.#addChunk(chunk)),
      end: () => ignoreErrors(() => this.#endCall()),
      fail: (error) => ignoreErrors(() => this.#failCall(error)),
      cancel: () => ignoreErrors(() => this.#cancelCall()),
    }) as T;
  }

  override reportGenerationError(report?: { readonly error?: unknown }): void {
    ignoreErrors(() => this.#failCall(report?.error));
  }

  override endGeneration(): void {
    ignoreErrors(() => this.#endCall());
  }

  #startCall(sinceMs?: number): void {
    this.#endCall();
    const start = modelStart(this.#model);
    const { session, parentEventId } = this.span.place;
    this.#answer = new Answer(start);
    this.#step = session.startStep({
      ...start,
      parentEventId,
      ...(sinceMs === undefined ? {} : { sinceMs }),
    });
    this.#sinceMs = undefined;
  }

  #addChunk(chunk: unknown): void {
    if (this.#sinceMs !== undefined) this.#startCall(this.#sinceMs);
    if (!isObject(chunk) || !isObject(chunk.payload) || !this.#step) return;
    const { payload } = chunk;
    if (chunk.type === 'step-finish') {
      this.#finishCall(payload);
    } else if (chunk.type === 'error') {
      this.#failCall(payload.error);
    } else if (chunk.type === 'abort') {
      this.#cancelCall();
    } else if (this.#answer?.addPart({ ...payload, type: chunk.type })) {
      this.#step.markToken();
    }
  }

  /** @param payload a `step-finish` payload, given by its `output`, `metadata` and `stepResult` */
  #finishCall({ output, metadata, stepResult }: Record<string, unknown>): void {
    const { usage } = isObject(output) ? output : {};
    const { modelId, providerMetadata } = isObject(metadata) ? metadata : {};
    this.#answer?.addPart({ type: 'response-metadata', modelId });
    this.#answer?.addPart({
      type: 'finish',
      usage: isObject(usage) ? (usage.raw ?? usage) : undefined,
      providerMetadata,
      finishReason: isObject(stepResult) ? stepResult.reason : undefined,
    });
    this.#endCall();
  }

  #failCall(error: unknown): void {
    this.#endCall(error === undefined ? {} : { error });
  }

  #cancelCall(): void {
    this.#endCall({ status: 'cancelled' });
  }

  #endCall(ending: StepEnding = {}): void {
    const [step, answer] = [this.#step, this.#answer];
    this.#step = undefined;
    if (step && answer) step.end({ ...answer.stepEnding(step.start.model ?? ''), ...ending });
  }
}
