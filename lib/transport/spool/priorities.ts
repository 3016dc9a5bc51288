/** Priorities of items, lowest first. When memory is full, lower ones are evicted first. */
export const priorities = [0, 1, 2] as const;

/** How much an item is worth keeping. */
export type Priority = (typeof priorities)[number];
