import { clearInterval, setInterval } from 'node:timers';
import { sessionScope } from '../../../context/index.ts';
import type { RunState } from './run-outcome.ts';

const lookEveryMs = 100;

/**
 * The end of a run whose stream does not tell of it: callbacks tell the most, and what they leave out the stream
 * shows to whoever looks. Keeps no program alive.
 */
export class CallbackOutcome {
  #told: RunState | undefined;
  #check: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Takes from a callback how the run has ended. Only the first counts. */
  hear(state: RunState): void {
    this.#told ??= state;
    this.#check?.();
  }

  /**
   * Resolves with how the run stands, once that is known.
   *
   * @param look says what the stream shows; it beats what callbacks tell
   */
  until(look: () => RunState | undefined): Promise<RunState> {
    return new Promise((resolve) => {
      this.#check = () => {
        const state = look() ?? this.#told;
        if (!state) return;
        this.stop();
        resolve(state);
      };
      this.#timer = sessionScope.outside(() => setInterval(this.#check as () => void, lookEveryMs));
      this.#timer.unref();
      this.#check();
    });
  }

  /** Forgets what was told, as the run goes on. */
  reset(): void {
    this.stop();
    this.#told = undefined;
    this.#check = undefined;
  }

  /** Looks no more; callbacks are listened to still. */
  stop(): void {
    clearInterval(this.#timer);
  }
}
