import { sessionScope } from '../../../context/index.ts';
import { type Clock, ignoreErrors, type Timer } from '../../../primitives/index.ts';
import type { RunState } from './run-state.ts';

const pollIntervalMs = 100;

/**
 * The outcome of a run whose stream does not report its end. Callbacks report most outcomes, polling the stream
 * finds the rest; it does not keep the process alive.
 */
export class CallbackOutcome {
  /** Whether the run's outcome can come from callbacks. */
  readonly usesCallbacks: boolean;
  readonly #clock: Clock;
  #reported: RunState | undefined;
  #check: (() => void) | undefined;
  #timer: Timer | undefined;
  #onResult: ((result: unknown) => void) | undefined;

  constructor(usesCallbacks: boolean, clock: Clock) {
    this.usesCallbacks = usesCallbacks;
    this.#clock = clock;
  }

  /** Reports the outcome from a callback. Only the first report counts. */
  report(state: RunState): void {
    this.#reported ??= state;
    this.#check?.();
  }

  /**
   * Resolves with the state of the run once it is known.
   *
   * @param readState reads the state from the stream; it has priority over reports
   */
  waitForCallback(readState: () => RunState | undefined): Promise<RunState> {
    return new Promise((resolve) => {
      this.#check = () => {
        const state = readState() ?? this.#reported;
        if (!state) return;
        this.stop();
        resolve(state);
      };
      sessionScope.outside(() => this.#poll());
      this.#check();
    });
  }

  /** Registers a callback for the run's final result. */
  onResult(listener: (result: unknown) => void): void {
    this.#onResult = listener;
  }

  /** Passes the run's final result to the registered callback. */
  emitResult(result: unknown): void {
    if (this.#onResult) ignoreErrors(this.#onResult, result);
  }

  /** Discards the reported outcome, because the run has been resumed. */
  reset(): void {
    this.stop();
    this.#reported = undefined;
    this.#check = undefined;
  }

  /** Stops polling. Reports still count. */
  stop(): void {
    this.#timer?.cancel();
  }

  #poll(): void {
    this.#timer = this.#clock.startTimer(pollIntervalMs, () => {
      this.#poll();
      this.#check?.();
    });
  }
}
