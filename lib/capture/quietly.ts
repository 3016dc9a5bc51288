/** Does something for the record. What goes wrong there is not the watched program's business. */
export function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // The record lacks it; the program goes on.
  }
}
