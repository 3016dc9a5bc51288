import type { Written } from '../encoding/written-group.ts';
import type { Priority } from './priorities.ts';
import type { Place } from './segment.ts';

/** An encoded item that waits for delivery. */
export interface Entry extends Written {
  readonly priority: Priority;
  /** Its place on disk, if it is there. */
  readonly place?: Place | undefined;
  /** Whether it was cut to the size that the collector accepts. */
  readonly isShortened?: true;
}
