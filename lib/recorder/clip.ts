const maxChars = 512;
/** Reading a longer concatenated string would make V8 copy all of it. */
export const readableChars = 8_388_608;
/** Formatting a bigint takes more than linear time. */
const hugeBigint = 10n ** 512n;

/**
 * Returns a name or id of at most 512 characters, the collector's limit. A value without a text is
 * `[unreadable]`.
 */
export const clip = (name: unknown): string => {
  try {
    return readName(name);
  } catch {
    return '[unreadable]';
  }
};

/** Returns the id of a conversation, cut like {@link clip}. See {@link readConvoId}. */
export const clipConvoId = (id: unknown): string => {
  try {
    return readConvoId(id);
  } catch {
    return '[unreadable]';
  }
};

/** Cuts an optional name or id like {@link clip}. */
export const clipIfAny = (name: unknown): string | undefined => (name === undefined ? undefined : clip(name));

/**
 * Returns a name or id that must stay distinct, cut like {@link clip}.
 *
 * @throws {TypeError} when it has no text of its own, or a text that is too long to read
 */
export function readName(name: unknown): string {
  const text =
    name === null || name === undefined || typeof name === 'function' ? undefined : ownTextOf(name);
  if (typeof text !== 'string' || text.length > readableChars)
    throw new TypeError('The value is not a name.');
  return text.length > maxChars ? clipTo(maxChars, text) : text.toWellFormed();
}

const longestWord = 128;
const numberCharacters = '0123456789 ().+/-';

/**
 * Returns the start of a text, up to the word or number in which it is cut. Half of one could not be
 * redacted.
 */
export function clipTo(chars: number, text: string): string {
  const least = chars - longestWord;
  let end = chars;
  while (end > least && text[end - 1] !== ' ') end--;
  while (end > least && numberCharacters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end).toWellFormed();
}

/**
 * Returns the text of a value. Arrays and bytes are excluded, since their text would be all of their content.
 *
 * @throws what the value's own `toString` throws
 */
export function ownTextOf(value: unknown): unknown {
  if (typeof value === 'symbol') return value.description;
  if (typeof value === 'bigint') return value < hugeBigint && value > -hugeBigint ? String(value) : undefined;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return undefined;
  const write = value.toString;
  return write === Object.prototype.toString ? undefined : write.call(value);
}

/**
 * Returns the id of a conversation. `.` and `..` are renamed, since they have another meaning in a URL.
 *
 * @throws {TypeError} like {@link readName}
 */
export function readConvoId(id: unknown): string {
  const read = readName(id);
  return read === '.' || read === '..' ? `conversation ${read}` : read;
}
