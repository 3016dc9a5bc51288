import { setImmediate } from 'node:timers';

/** What is done when the program ends. Neither may throw. */
export interface ExitWatcher {
  /** The program has nothing left to do; what is started here still runs. */
  beforeExit(): void;
  /**
   * The process ends; only what is done at once still counts.
   *
   * @param cause what was thrown and caught by nobody, if that ends it
   */
  exit(cause: unknown): void;
}

const key = Symbol.for('sentrial.exit.v1');

/**
 * Has a watcher called when the program ends. All copies of this package in a process share one set of listeners,
 * so that loading it anew, as hot reload does, adds none.
 */
export function watchExit(watcher: ExitWatcher): void {
  const holder = globalThis as unknown as Record<symbol, Set<ExitWatcher> | undefined>;
  const known = holder[key];
  if (known) {
    known.add(watcher);
    return;
  }
  const watchers = new Set([watcher]);
  Object.defineProperty(holder, key, { value: watchers });
  process.on('beforeExit', () => {
    for (const { beforeExit } of watchers) beforeExit();
  });
  // It only tells: who lives on after it, as with a listener of its own, has a next turn.
  let uncaught: unknown;
  process.on('uncaughtExceptionMonitor', (error) => {
    uncaught = error;
    setImmediate(() => {
      uncaught = undefined;
    }).unref();
  });
  // Before the program's own listeners: one that throws ends the process at once.
  process.prependListener('exit', () => {
    for (const { exit } of watchers) exit(uncaught);
  });
}
