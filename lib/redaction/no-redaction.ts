import type { KeyInfo } from './keys.ts';
import type { SessionRedactor } from './redactor.ts';

const noHints: KeyInfo = {
  isClean: true,
  hint: undefined,
  isNarrow: false,
  isValue: false,
  isThing: false,
  isStream: false,
};

/** A redactor that returns every text unchanged. */
export const noRedaction: SessionRedactor = {
  key: () => noHints,
  hides: () => false,
  text: () => undefined,
  part: (text, { start, end }) => ({ text: text.slice(start, end), redacted: 0 }),
  pieces: (texts) => ({ texts, redacted: 0 }),
  hidden: (_, value) => value,
  id: (text) => ({ text, redacted: 0 }),
};
