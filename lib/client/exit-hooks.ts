/** Callbacks for the end of the program. Neither may throw. */
export interface ExitHooks {
  /** Called when the program has no work left. Asynchronous work that it starts still runs. */
  beforeExit(): void;
  /**
   * Called when the process ends. Only synchronous work is still done.
   *
   * @param cause the uncaught error that ends the process, if any
   */
  exit(cause: unknown): void;
}

const key = Symbol.for('sentrial.exit.v1');
/** An exit with an error code within this time of an uncaught error counts as caused by it. */
const causeMaxAgeMs = 5000;

/**
 * Installs hooks for the end of the program. All copies of this package in a process share one set of listeners, so
 * that a hot reload adds none.
 */
export function installExitHooks(hooks: ExitHooks): void {
  const holder = globalThis as unknown as Record<symbol, Set<ExitHooks> | undefined>;
  const known = holder[key];
  if (known) {
    known.add(hooks);
    return;
  }
  const installed = new Set([hooks]);
  Object.defineProperty(holder, key, { value: installed });
  // One more listener for each event must not bring the program closer to the warning about its own.
  const maxListeners = process.getMaxListeners();
  if (maxListeners > 0) process.setMaxListeners(maxListeners + 1);
  process.on('beforeExit', () => {
    for (const { beforeExit } of installed) beforeExit();
  });
  // The monitor changes nothing: the program's own listener may still keep the process running.
  let uncaught: { readonly error: unknown; readonly atMs: number } | undefined;
  process.on('uncaughtExceptionMonitor', (error) => {
    uncaught = { error, atMs: performance.now() };
  });
  // Runs before the program's own listeners: one that throws ends the process at once.
  process.prependListener('exit', (code) => {
    const isCause = uncaught !== undefined && code !== 0 && performance.now() - uncaught.atMs < causeMaxAgeMs;
    for (const { exit } of installed) exit(isCause ? uncaught?.error : undefined);
  });
}
