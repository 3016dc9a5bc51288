import type { BatchItem } from '../../model/index.ts';

/** What goes first when something must go: 0 before 1 before 2. */
export type Priority = 0 | 1 | 2;

/** All priorities, the least worth first. */
export const priorities: readonly Priority[] = [0, 1, 2];

/**
 * How much an item is worth when not all can be kept. The start and the end of a session and what failed are worth
 * most, as nothing can be understood without them; log lines are worth least.
 */
export function priorityOf(item: BatchItem): Priority {
  if (item.type === 'session') return item.set?.status === undefined ? 1 : 2;
  if (item.status === 'error' || item.kind === 'error') return 2;
  return item.kind === 'log' ? 0 : 1;
}
