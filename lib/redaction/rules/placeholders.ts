/** Words in place of a value. */
const noValue =
  /^(?:null|nil|undefined|none|true|false|yes|no|on|off|string|number|boolean|any|required|optional|invalid|missing|expired|redacted|hidden|empty|unset|disabled|enabled|default|latest|n\/a|tbd|todo|x{3,}|\*{2,}|\.{2,}|…|process\.env\b.*|os\.environ\b.*|env\..*|your[-_ ].*)$/i;
/** Complete references to a value that is stored elsewhere. */
const reference =
  /^(?:\$\d|\$[A-Z_][A-Z0-9_]{0,63}|\$[a-z_][A-Za-z_]{0,63}|[$#]?\{[^{}]{0,200}\}|\$\([^()]{0,200}\)|\$?\{\{[^{}]{0,200}\}\}|%[A-Za-z_]{1,64}%|%\(\w{1,64}\)s|%[sdvq]|<[^<>]{0,200}>|\[[\w -]{1,64}\]|@[A-Za-z_]{1,40}|:[a-z_]{1,40}|__[A-Z_]{1,64}__)$/;
const filler = /[xX*.#]{8}/;

/** True for a placeholder of a secret in examples or code. */
export const isPlaceholder = (value: string): boolean =>
  noValue.test(value) || reference.test(value) || isFiller(value);

/** True for a text with a run of filler characters. */
export const isFiller = (value: string): boolean => filler.test(value);
