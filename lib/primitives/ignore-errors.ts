/** Calls `act` and swallows whatever it throws: a recording problem must not reach the host program. */
export function ignoreErrors<Args extends readonly unknown[]>(
  act: (...args: Args) => void,
  ...args: Args
): void {
  try {
    act(...args);
  } catch {
    // The recording lacks this detail. The host program continues.
  }
}
