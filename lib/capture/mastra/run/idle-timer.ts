import { clearTimeout, setTimeout } from 'node:timers';
import { sessionScope } from '../../../context/index.ts';

/** How long nothing may go on before a run counts as abandoned. */
const graceMs = 10_000;

/** Tells when nothing has gone on for ten seconds. Keeps no program alive. */
export class IdleTimer {
  #timer: NodeJS.Timeout;
  #sinceMs = performance.now();

  constructor(isBusy: () => boolean, onIdle: () => void) {
    const check = () => {
      if (isBusy()) this.refresh();
      const leftMs = this.#sinceMs + graceMs - performance.now();
      if (leftMs > 0) this.#timer = setTimeout(check, Math.ceil(leftMs)).unref();
      else onIdle();
    };
    this.#timer = sessionScope.outside(() => setTimeout(check, graceMs).unref());
  }

  /** Begins to count anew. */
  refresh(): void {
    this.#sinceMs = performance.now();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
