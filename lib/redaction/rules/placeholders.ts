/** What stands for a value, or explains it, and is none. */
const noValue =
  /^(?:null|undefined|none|true|false|string|number|boolean|required|optional|invalid|missing|expired|redacted|x{3,}|\*{2,}|\.{2,}|<.*|\$.*|%.*|process\.env\b.*|os\.environ\b.*|env\..*|your[-_ ].*)$/i;
const filler = /[xX*.#]{8}/;

/** True for what is written where a secret would stand in examples and in code. */
export const isPlaceholder = (value: string): boolean => noValue.test(value) || isFiller(value);

/** True for a text with a run of characters that stand for any. */
export const isFiller = (value: string): boolean => filler.test(value);
