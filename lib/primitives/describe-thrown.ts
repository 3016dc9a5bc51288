/** Returns a thrown value as text. Never throws, also for values without a text form. */
export function describeThrown(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return typeof thrown;
  }
}
