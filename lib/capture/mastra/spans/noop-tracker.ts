import type { CaptureSpan } from './capture-span.ts';

/**
 * Stands where Mastra expects the tracker of a run's model calls. It hands the span on, so that what happens
 * around the calls is told to it, and takes no notice of the calls.
 */
export class NoopTracker {
  protected readonly span: CaptureSpan;

  readonly #context: { readonly currentSpan: CaptureSpan };

  /** @param span the span below which the calls and their tools belong */
  constructor(span: CaptureSpan) {
    this.span = span;
    this.#context = { currentSpan: span };
  }

  getTracingContext(): { readonly currentSpan: CaptureSpan } {
    return this.#context;
  }

  startStep(): void {}
  startInference(): void {}
  updateStep(_told?: object): void {}
  updateGeneration(_told?: object): void {}
  reportGenerationError(_told?: object): void {}
  endGeneration(): void {}
  setInferenceContext(): void {}
  setDeferStepClose(): void {}
  setStepIndex(): void {}

  wrapStream<T>(stream: T): T {
    return stream;
  }
  getStepIndex(): number {
    return 0;
  }
  exportCurrentStep(): undefined {
    return undefined;
  }
  getPendingStepFinishPayload(): undefined {
    return undefined;
  }
}
