import type { BatchItem } from '../../model/index.ts';
import type { Priority } from '../spool/priorities.ts';

/**
 * Returns how much an item is worth keeping. Starts and ends of sessions and failures are worth most, log
 * lines least.
 */
export function priorityOf(item: BatchItem): Priority {
  if (item.type === 'session') return item.set?.status === undefined ? 1 : 2;
  if (item.status === 'error' || item.kind === 'error') return 2;
  return item.kind === 'log' ? 0 : 1;
}
