/** A part of a text and its display. All parts together are the text itself. */
export type TextMark =
  | { readonly kind: 'plain'; readonly text: string }
  /** A redaction label, such as `[EMAIL]`. */
  | { readonly kind: 'label'; readonly text: string }
  /** Invisible or direction-changing characters, with a visible name. */
  | { readonly kind: 'hidden'; readonly text: string; readonly name: string };

const label = String.raw`\[REDACTION FAILED\]|\[[A-Z][A-Z0-9_]*(?::[0-9a-f]+)?\]`;
/** Line breaks and tabs are visible. A joiner counts as hidden only where no script or emoji needs it. */
const hidden = [
  String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e]`,
  String.raw`[\u2060-\u206f\ufeff\ufff9-\ufffb]`,
  String.raw`[\u{e0000}-\u{e007f}\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=^|[\u0000-\u007f])[\u200c\u200d]`,
].join('|');
const marks = new RegExp(`(?<label>${label})|(?<hidden>(?:(?!\\r\\n)(?:${hidden}))+)`, 'gu');

const names: ReadonlyMap<string, string> = new Map([
  ['\u0000', 'NUL'],
  ['\u0007', 'BEL'],
  ['\b', 'BS'],
  ['\r', 'CR'],
  ['\u001b', 'ESC'],
  ['\u007f', 'DEL'],
  ['\u00ad', 'SHY'],
  ['\u061c', 'ALM'],
  ['\u200b', 'ZWSP'],
  ['\u200c', 'ZWNJ'],
  ['\u200d', 'ZWJ'],
  ['\u200e', 'LRM'],
  ['\u200f', 'RLM'],
  ['\u202a', 'LRE'],
  ['\u202b', 'RLE'],
  ['\u202c', 'PDF'],
  ['\u202d', 'LRO'],
  ['\u202e', 'RLO'],
  ['\u2066', 'LRI'],
  ['\u2067', 'RLI'],
  ['\u2068', 'FSI'],
  ['\u2069', 'PDI'],
  ['\ufeff', 'BOM'],
]);

const maxMarks = 2000;
const maxRunChars = 2000;
const namedCharacters = 3;

/** Splits a text into plain text, labels, and characters that hide or mislead. */
export function markText(text: string): readonly TextMark[] {
  const result: TextMark[] = [];
  let at = 0;
  for (const match of text.matchAll(marks)) {
    if (result.length >= maxMarks) break;
    pushPlain(result, text.slice(at, match.index));
    const [found] = match;
    result.push(
      match.groups?.label === undefined
        ? { kind: 'hidden', text: found, name: nameOf(found) }
        : { kind: 'label', text: found },
    );
    at = match.index + found.length;
  }
  pushPlain(result, text.slice(at));
  return result;
}

/** Splits long runs, because browsers take seconds to lay out a run without a break. */
function pushPlain(result: TextMark[], text: string): void {
  for (let at = 0; at < text.length; ) {
    const end = at + maxRunChars;
    const next = end < text.length && isPairOpen(text, end) ? end + 1 : end;
    result.push({ kind: 'plain', text: text.slice(at, next) });
    at = next;
  }
}

const isPairOpen = (text: string, end: number): boolean => /[\ud800-\udbff]/.test(text[end - 1] ?? '');

function nameOf(characters: string): string {
  const shown: string[] = [];
  let count = 0;
  for (const character of characters) {
    if (shown.length < namedCharacters) shown.push(names.get(character) ?? codeOf(character));
    count++;
  }
  return count > namedCharacters ? `${shown.join(' ')} +${count - namedCharacters}` : shown.join(' ');
}

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** The beginning of a long text. */
export interface ClippedText {
  readonly shown: string;
  /** Number of characters that are not visible. */
  readonly hiddenChars: number;
}

/** Cuts a text at a number of characters or lines. Texts that are only slightly longer stay whole. */
export function clipText(text: string, maxChars: number, maxLines: number): ClippedText {
  const slack = 1.25;
  let end = text.length > maxChars * slack ? maxChars : text.length;
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) {
    lines++;
    if (lines >= maxLines && text.length - at > maxChars * (slack - 1)) {
      end = at;
      break;
    }
  }
  if (end === text.length) return { shown: text, hiddenChars: 0 };
  const cut = end - partialChars(text, end);
  return { shown: text.slice(0, cut), hiddenChars: text.length - cut };
}

/** Returns how many characters before a cut belong to a label or surrogate pair that it would split. */
function partialChars(text: string, end: number): number {
  const before = text.slice(Math.max(0, end - 40), end);
  const opened = /\[[A-Z_]*(?: [A-Z]*)?(?::[0-9a-f]*)?$/.exec(before);
  if (opened) return opened[0].length;
  return isPairOpen(text, end) ? 1 : 0;
}
