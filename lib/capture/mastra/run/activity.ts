import type { Clock } from '../../../primitives/index.ts';
import { IdleTimer } from './idle-timer.ts';

/** Counts the operations of a run that are in progress, and notices when the run is idle. */
export class Activity {
  readonly #clock: Clock;
  #inProgress = 0;
  #hasStarted = false;
  #idle: IdleTimer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether any operation has started. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  start(): void {
    this.#hasStarted = true;
    this.#inProgress++;
  }

  finish(): void {
    this.#inProgress--;
    this.#idle?.refresh();
  }

  /** Runs `act` as one operation and returns its result. */
  async during(act: () => unknown): Promise<unknown> {
    this.start();
    try {
      return await act();
    } finally {
      this.finish();
    }
  }

  /** Calls `onIdle` after ten seconds without an operation. `mayBeBusy` covers work that is not counted. */
  watchIdle(mayBeBusy: () => boolean, onIdle: () => void): void {
    this.#idle ??= new IdleTimer(this.#clock, () => this.#inProgress > 0 || mayBeBusy(), onIdle);
  }

  /** Stops waiting for the run to become idle. */
  unwatchIdle(): void {
    this.#idle?.stop();
    this.#idle = undefined;
  }
}
