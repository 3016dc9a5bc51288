import { createContext } from 'react';

/** How much of a value is shown before one asks for more. */
export interface ValueLimits {
  /** Characters of a text. */
  readonly chars: number;
  /** Lines of a text. */
  readonly lines: number;
  /** Lines of a JSON tree. */
  readonly rows: number;
}

/** The room that values have in a part of a page. */
export const DisplayLimits = createContext<ValueLimits>({ chars: 1500, lines: 18, rows: 60 });
