import { sessionScope } from '../../../context/index.ts';
import type { Clock, Timer } from '../../../primitives/index.ts';

/** The time without activity after which a run counts as abandoned. */
const graceMs = 10_000;

/** Reports when a run has been idle for ten seconds. It does not keep the process alive. */
export class IdleTimer {
  readonly #clock: Clock;
  #timer: Timer;
  #sinceMs: number;

  constructor(clock: Clock, isBusy: () => boolean, onIdle: () => void) {
    this.#clock = clock;
    this.#sinceMs = clock.monotonicMs();
    const check = () => {
      if (isBusy()) this.refresh();
      const leftMs = this.#sinceMs + graceMs - clock.monotonicMs();
      if (leftMs > 0) this.#timer = clock.startTimer(Math.ceil(leftMs), check);
      else onIdle();
    };
    this.#timer = sessionScope.outside(() => clock.startTimer(graceMs, check));
  }

  /** Starts the ten seconds again. */
  refresh(): void {
    this.#sinceMs = this.#clock.monotonicMs();
  }

  stop(): void {
    this.#timer.cancel();
  }
}
