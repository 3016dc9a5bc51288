const maxChars = 512;
/** Reading a longer string, put together of many, would have the engine lay it out anew in one piece. */
export const readableChars = 8_388_608;
/** Writing out a bigint takes time that grows faster than its digits. */
const hugeBigint = 10n ** 512n;

/** A name or an id, cut to 512 characters at most: the collector takes no longer ones. What has no text is `[unreadable]`. */
export const clip = (name: unknown): string => {
  try {
    return readName(name);
  } catch {
    return '[unreadable]';
  }
};

/** The same for the id of a conversation; see {@link readConvoId}. */
export const clipConvoId = (id: unknown): string => {
  try {
    return readConvoId(id);
  } catch {
    return '[unreadable]';
  }
};

/** The same for one that may be absent. */
export const clipIfAny = (name: unknown): string | undefined => (name === undefined ? undefined : clip(name));

/**
 * The same for one that must tell things apart.
 *
 * @throws {TypeError} when it has no text of its own, or one too long to be read
 */
export function readName(name: unknown): string {
  const text =
    name === null || name === undefined || typeof name === 'function' ? undefined : ownTextOf(name);
  if (typeof text !== 'string' || text.length > readableChars) throw new TypeError('It is no name.');
  return text.length > maxChars ? clipTo(maxChars, text) : text.toWellFormed();
}

const longestWord = 128;
const numberCharacters = '0123456789 ().+/-';

/** The beginning of a text, without the word or number in which it is cut: half of one would not be redacted. */
export function clipTo(chars: number, text: string): string {
  const least = chars - longestWord;
  let end = chars;
  while (end > least && text[end - 1] !== ' ') end--;
  while (end > least && numberCharacters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end).toWellFormed();
}

/**
 * The text that a value has of its own, whatever it returns for one. That of a list or of bytes would be all that is
 * in them, and is not asked for.
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
 * The id of a conversation. `.` and `..` would lead elsewhere in an address, so that they are told as what they are.
 *
 * @throws {TypeError} like {@link readName}
 */
export function readConvoId(id: unknown): string {
  const read = readName(id);
  return read === '.' || read === '..' ? `conversation ${read}` : read;
}
