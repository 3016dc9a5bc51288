/**
 * Mastra's tracker for model calls, without any recording. It passes the span on, so that Mastra reports the rest of
 * the run to it.
 */
export class NoopTracker<Span extends object> {
  protected readonly span: Span;

  readonly #context: { readonly currentSpan: Span };

  /** @param span the span to pass on as the parent of the calls and their tools */
  constructor(span: Span) {
    this.span = span;
    this.#context = { currentSpan: span };
  }

  getTracingContext(): { readonly currentSpan: Span } {
    return this.#context;
  }

  startStep(): void {}
  startInference(): void {}
  updateStep(_update?: object): void {}
  updateGeneration(_update?: object): void {}
  reportGenerationError(_report?: object): void {}
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
