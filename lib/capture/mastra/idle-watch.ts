import { clearTimeout, setTimeout } from 'node:timers';
import { sessionScope } from '../../context/index.ts';

/** How long nothing may go on before a run counts as abandoned. */
const graceMs = 10_000;

/** Tells when nothing has gone on for ten seconds. Keeps no program alive. */
export class IdleWatch {
  readonly #timer: NodeJS.Timeout;

  constructor(isBusy: () => boolean, onIdle: () => void) {
    const check = () => {
      if (isBusy()) this.#timer.refresh();
      else onIdle();
    };
    this.#timer = sessionScope.outside(() => setTimeout(check, graceMs));
    this.#timer.unref();
  }

  /** Begins to count anew. */
  refresh(): void {
    this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
