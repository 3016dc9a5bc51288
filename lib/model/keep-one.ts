const kept: object[] = [];

/**
 * Keeps an object of a frequently created class for good. Without a live object of its shape, V8 drops
 * compiled code at each garbage collection, which cost a fifth of a recorded call.
 */
export function keepOne(example: object): void {
  kept.push(example);
}
