/** Placeholders and explanations that are not values. */
const nonValues =
  /^(?:null|undefined|none|true|false|string|number|boolean|required|optional|invalid|missing|expired|redacted|x{3,}|\*{2,}|\.{2,}|<.*|\$.*|%.*|process\.env\b.*|os\.environ\b.*|env\..*|your[-_ ].*)$/i;
const filler = /[xX*.#]{8}/;

/** Returns whether a text is a placeholder for a secret, as in examples and code. */
export const isPlaceholder = (value: string): boolean => nonValues.test(value) || isFiller(value);

/** Returns whether a text contains a run of filler characters. */
export const isFiller = (value: string): boolean => filler.test(value);
