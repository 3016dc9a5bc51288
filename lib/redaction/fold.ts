import { digitValue, isAlphanumericCode, isDigitCode, kindOf, kinds } from './characters.ts';
import { toLatin } from './homoglyphs.ts';
import type { Span } from './rule.ts';

/** A normalised text that maps its positions back to the original. */
export interface Folded {
  readonly text: string;
  /** Maps a span to the original text. Partly covered replacements are included as a whole. */
  toOriginal(span: Span): Span;
}

const maxLevels = 3;
/** Longer runs of look-alike letters are words of another script. */
const maxTwins = 32;

/**
 * Normalises a text to plain ASCII where characters are invisible, look alike or are escaped (`%40`, `&#64;`,
 * `\u0040`). Escapes are decoded up to three levels deep.
 *
 * @returns `undefined` when nothing changes
 */
export function fold(text: string): Folded | undefined {
  let folded = foldOnce(text);
  if (!folded) return undefined;
  for (let level = 1; level < maxLevels; level++) {
    const deeper = foldOnce(folded.text);
    if (!deeper) break;
    folded = { text: deeper.text, toOriginal: chain(deeper, folded) };
  }
  return folded;
}

const chain =
  (inner: Folded, outer: Folded): Folded['toOriginal'] =>
  (span) =>
    outer.toOriginal(inner.toOriginal(span));

/** One replaced part of the original text. */
interface Edit {
  readonly foldedStart: number;
  readonly foldedEnd: number;
  readonly start: number;
  readonly end: number;
}

/** The normalised text for `chars` characters of the original. */
export interface Replacement {
  readonly text: string;
  readonly chars: number;
}

function foldOnce(text: string): Folded | undefined {
  const edits: Edit[] = [];
  let folded = '';
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const replacement = replacementAt(text, at);
    if (!replacement) {
      at++;
      continue;
    }
    folded += text.slice(copied, at);
    const foldedStart = folded.length;
    folded += replacement.text;
    edits.push({ foldedStart, foldedEnd: folded.length, start: at, end: at + replacement.chars });
    at += replacement.chars;
    copied = at;
  }
  if (edits.length === 0) return undefined;
  return { text: folded + text.slice(copied), toOriginal: (span) => toOriginal(edits, span) };
}

/** Returns the replacement for the characters at `at`, or `undefined` when they stay unchanged. */
export function replacementAt(text: string, at: number): Replacement | undefined {
  const kind = kindOf[text.charCodeAt(at)] as number;
  if (kind < kinds.percent) return undefined;
  switch (kind) {
    case kinds.invisible:
      return isBeside(isWordOrSign, text, at) ? { text: '', chars: 1 } : undefined;
    case kinds.blank:
      return { text: ' ', chars: 1 };
    case kinds.dash:
      return isDigitNear(text, at) || isWideHyphen(text, at) ? { text: '-', chars: 1 } : undefined;
    case kinds.stop:
      return isBetween(isAlphanumericCode, text, at) ? { text: '.', chars: 1 } : undefined;
    case kinds.compatible:
      return changed({ text: text.charAt(at).normalize('NFKC'), chars: 1 }, text, at);
    case kinds.foreignDigit:
      return { text: String(digitValue(text.charCodeAt(at))), chars: 1 };
    case kinds.twin:
      return readTwins(text, at);
    case kinds.pair:
      return readPair(text, at);
    case kinds.escape:
      return readColour(text, at);
    case kinds.percent:
      return readPercent(text, at);
    case kinds.ampersand:
      return readEntity(text, at);
    default:
      return readEscape(text, at);
  }
}

const isBeside = (is: (code: number) => boolean, text: string, at: number): boolean =>
  is(text.charCodeAt(at - 1)) || is(text.charCodeAt(at + 1));

const isBetween = (is: (code: number) => boolean, text: string, at: number): boolean =>
  is(text.charCodeAt(at - 1)) && is(text.charCodeAt(at + 1));

/** True next to a digit, with at most one space between. */
const isDigitNear = (text: string, at: number): boolean =>
  isBeside(isDigitCode, text, at) ||
  (text[at - 1] === ' ' && isDigitCode(text.charCodeAt(at - 2))) ||
  (text[at + 1] === ' ' && isDigitCode(text.charCodeAt(at + 2)));

const wideHyphens = '\ufe63\uff0d';

const isWideHyphen = (text: string, at: number): boolean =>
  wideHyphens.includes(text.charAt(at)) && isBetween(isAlphanumericCode, text, at);

/** Printable ASCII characters and invisible characters, which may come in runs. */
const isWordOrSign = (code: number): boolean =>
  (code > 32 && code < 127) || (code > 127 && kindOf[code] === kinds.invisible);

const changed = (replacement: Replacement, text: string, at: number): Replacement | undefined =>
  replacement.text === text.slice(at, at + replacement.chars) ? undefined : replacement;

/** Replaces look-alike letters only next to Latin characters. Elsewhere they belong to their own script. */
function readTwins(text: string, at: number): Replacement | undefined {
  let end = at + 1;
  while (end - at < maxTwins && kindOf[text.charCodeAt(end)] === kinds.twin) end++;
  const isInLatin = isAlphanumericCode(text.charCodeAt(at - 1)) || isAlphanumericCode(text.charCodeAt(end));
  return isInLatin ? { text: toLatin(text.slice(at, end)), chars: end - at } : undefined;
}

function readPair(text: string, at: number): Replacement | undefined {
  const pair = text.slice(at, at + 2);
  if (/^\udb40[\udc00-\uddef]$/.test(pair)) return { text: '', chars: 2 };
  return changed({ text: pair.normalize('NFKC'), chars: 2 }, text, at);
}

/** The part of a terminal sequence after the escape character. */
const colour = /\[[\d;:?]{0,24}[A-Za-z]/y;

/** Removes a terminal colour sequence. A space replaces it between two alphanumeric characters. */
function readColour(text: string, at: number): Replacement | undefined {
  colour.lastIndex = at + 1;
  const sequence = colour.exec(text)?.[0];
  if (sequence === undefined) return undefined;
  const chars = 1 + sequence.length;
  const parts =
    isAlphanumericCode(text.charCodeAt(at - 1)) && isAlphanumericCode(text.charCodeAt(at + chars));
  return { text: parts ? ' ' : '', chars };
}

const percentRun = /%[0-7][0-9a-fA-F]|(?:%[89a-fA-F][0-9a-fA-F]){2,4}/y;

function readPercent(text: string, at: number): Replacement | undefined {
  percentRun.lastIndex = at;
  const written = percentRun.exec(text)?.[0];
  if (written === undefined) return undefined;
  try {
    return { text: decodeURIComponent(written), chars: written.length };
  } catch {
    return undefined;
  }
}

const entity = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));?/y;
const named: ReadonlyMap<string, string> = new Map([
  ['commat', '@'],
  ['period', '.'],
  ['nbsp', ' '],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
  ['lt', '<'],
  ['gt', '>'],
  ['colon', ':'],
  ['equals', '='],
  ['lowbar', '_'],
  ['hyphen', '-'],
  ['dash', '-'],
  ['plus', '+'],
]);
const maxCodePoint = 0x10ffff;

function readEntity(text: string, at: number): Replacement | undefined {
  entity.lastIndex = at;
  const [written = '', decimal, hex, name] = entity.exec(text) ?? [];
  if (name !== undefined) {
    const plain = written.endsWith(';') ? named.get(name) : undefined;
    return plain === undefined ? undefined : { text: plain, chars: written.length };
  }
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= maxCodePoint ? { text: String.fromCodePoint(code), chars: written.length } : undefined;
}

const escaped = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(["'/\\nrt@.+_-]))/y;
const control: { readonly [char: string]: string } = { n: '\n', r: '\r', t: '\t' };

function readEscape(text: string, at: number): Replacement | undefined {
  escaped.lastIndex = at;
  const [written, long, short, char] = escaped.exec(text) ?? [];
  if (written === undefined) return undefined;
  const plain =
    char === undefined
      ? String.fromCharCode(Number.parseInt(long ?? short ?? '', 16))
      : (control[char] ?? char);
  return { text: plain, chars: written.length };
}

function toOriginal(edits: readonly Edit[], { start, end }: Span): Span {
  return { start: originalStart(edits, start), end: originalEnd(edits, end) };
}

function originalStart(edits: readonly Edit[], position: number): number {
  const edit = lastAt(edits, (candidate) => candidate.foldedStart <= position);
  if (!edit) return position;
  return position < edit.foldedEnd ? edit.start : edit.end + (position - edit.foldedEnd);
}

function originalEnd(edits: readonly Edit[], position: number): number {
  const edit = lastAt(edits, (candidate) => candidate.foldedStart < position);
  if (!edit) return position;
  return position <= edit.foldedEnd ? edit.end : edit.end + (position - edit.foldedEnd);
}

/** Returns the last edit that satisfies a monotone condition, by binary search. */
function lastAt(edits: readonly Edit[], holds: (edit: Edit) => boolean): Edit | undefined {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(edits[middle] as Edit)) low = middle + 1;
    else high = middle;
  }
  return edits[low - 1];
}
