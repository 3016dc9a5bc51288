/** Does something for the record. What goes wrong there is not the watched program's business. */
export function quietly<Args extends readonly unknown[]>(act: (...args: Args) => void, ...args: Args): void {
  try {
    act(...args);
  } catch {
    // The record lacks it; the program goes on.
  }
}
