/** Texts that represent or explain a value without containing one. */
const noValue =
  /^(?:null|undefined|none|true|false|string|number|boolean|required|optional|invalid|missing|expired|redacted|x{3,}|\*{2,}|\.{2,}|<.*|\$.*|%.*|process\.env\b.*|os\.environ\b.*|env\..*|your[-_ ].*)$/i;
const filler = /[xX*.#]{8}/;

/** True for a placeholder of a secret in examples or code. */
export const isPlaceholder = (value: string): boolean => noValue.test(value) || isFiller(value);

/** True for a text with a run of filler characters. */
export const isFiller = (value: string): boolean => filler.test(value);
