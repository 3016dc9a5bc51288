import { createContext } from 'react';

/** How much of a value is visible at first. */
export interface ValueLimits {
  /** Characters of a text. */
  readonly chars: number;
  /** Lines of a text. */
  readonly lines: number;
  /** Lines of a JSON tree. */
  readonly rows: number;
}

/** The display limits in a part of the page. */
export const DisplayLimits = createContext<ValueLimits>({ chars: 1500, lines: 18, rows: 60 });
