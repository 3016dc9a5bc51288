const kept: object[] = [];

/**
 * Keeps an object for good, one for each class of which many come and go. Where none is left when garbage is
 * collected, as while a program waits for its model, the engine throws away what it has compiled for them, and
 * compiles it anew for the next ones: this was a fifth of what a recorded call cost.
 */
export function keepOne(example: object): void {
  kept.push(example);
}
