import type { KeyReading } from './keys.ts';
import type { SessionRedactor } from './redactor.ts';

const meaningless: KeyReading = {
  isClean: true,
  hint: undefined,
  isNarrow: false,
  isValue: false,
  isStream: false,
};

/** A session redactor that changes nothing. */
export const unchanged: SessionRedactor = {
  key: () => meaningless,
  hides: () => false,
  text: () => undefined,
  part: (text, { start, end }) => ({ text: text.slice(start, end), redacted: 0 }),
  pieces: (texts) => ({ texts, redacted: 0 }),
  hidden: (_, value) => value,
  id: (text) => ({ text, redacted: 0 }),
};
