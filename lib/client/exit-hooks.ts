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
/** How long after an error the exit of a program that failed counts as its consequence. */
const lastWordMs = 5000;

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
  // It only tells: a listener of the program's own may let it live on, or end it after a last word somewhere.
  let uncaught: { readonly error: unknown; readonly atMs: number } | undefined;
  process.on('uncaughtExceptionMonitor', (error) => {
    uncaught = { error, atMs: performance.now() };
  });
  // Before the program's own listeners: one that throws ends the process at once.
  process.prependListener('exit', (code) => {
    const isWhy = uncaught !== undefined && code !== 0 && performance.now() - uncaught.atMs < lastWordMs;
    for (const { exit } of watchers) exit(isWhy ? uncaught?.error : undefined);
  });
}
