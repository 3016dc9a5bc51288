import { digitValue, isAlphanumericCode, isDigitCode, kindOf, kinds } from './characters.ts';
import { toLatin } from './homoglyphs.ts';
import type { Span } from './rule.ts';

/** A normalised text that maps places back to the original. */
export interface Folded {
  readonly text: string;
  /** Returns the place in the original text. It covers the whole of each replaced sequence. */
  toWritten(span: Span): Span;
}

const maxLevels = 3;
/** Longer runs of look-alikes are words in their own script. */
const maxTwins = 32;

/**
 * Normalises a text: removes invisible characters, replaces look-alikes, and decodes `%40`, `&#64;` and
 * `\u0040`, three levels deep. Returns `undefined` when nothing changes.
 */
export function fold(text: string): Folded | undefined {
  let folded = foldOnce(text);
  if (!folded) return undefined;
  for (let level = 1; level < maxLevels; level++) {
    const deeper = foldOnce(folded.text);
    if (!deeper) break;
    folded = { text: deeper.text, toWritten: chain(deeper, folded) };
  }
  return folded;
}

const chain =
  (inner: Folded, outer: Folded): Folded['toWritten'] =>
  (span) =>
    outer.toWritten(inner.toWritten(span));

/** A sequence that is replaced in the normalised text. */
interface Edit {
  readonly readStart: number;
  readonly readEnd: number;
  readonly start: number;
  readonly end: number;
}

/** The replacement of a sequence, and the length of the sequence. */
export interface Replacement {
  readonly as: string;
  readonly chars: number;
}

function foldOnce(text: string): Folded | undefined {
  const edits: Edit[] = [];
  let read = '';
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const reading = replacementAt(text, at);
    if (!reading) {
      at++;
      continue;
    }
    read += text.slice(copied, at);
    const readStart = read.length;
    read += reading.as;
    edits.push({ readStart, readEnd: read.length, start: at, end: at + reading.chars });
    at += reading.chars;
    copied = at;
  }
  if (edits.length === 0) return undefined;
  return { text: read + text.slice(copied), toWritten: (span) => toWritten(edits, span) };
}

/** Returns the replacement of the sequence at a place, or `undefined` for a plain character. */
export function replacementAt(text: string, at: number): Replacement | undefined {
  const kind = kindOf[text.charCodeAt(at)] as number;
  if (kind < kinds.percent) return undefined;
  switch (kind) {
    case kinds.invisible:
      return isBeside(isWordOrSign, text, at) ? { as: '', chars: 1 } : undefined;
    case kinds.blank:
      return { as: ' ', chars: 1 };
    case kinds.dash:
      return isDigitNear(text, at) || isWideHyphen(text, at) ? { as: '-', chars: 1 } : undefined;
    case kinds.stop:
      return isBetween(isAlphanumericCode, text, at) ? { as: '.', chars: 1 } : undefined;
    case kinds.compatible:
      return changed({ as: text.charAt(at).normalize('NFKC'), chars: 1 }, text, at);
    case kinds.foreignDigit:
      return { as: String(digitValue(text.charCodeAt(at))), chars: 1 };
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

/** Returns whether a digit is next to a place, with at most one blank between. */
const isDigitNear = (text: string, at: number): boolean =>
  isBeside(isDigitCode, text, at) ||
  (text[at - 1] === ' ' && isDigitCode(text.charCodeAt(at - 2))) ||
  (text[at + 1] === ' ' && isDigitCode(text.charCodeAt(at + 2)));

const wideHyphens = '\ufe63\uff0d';

const isWideHyphen = (text: string, at: number): boolean =>
  wideHyphens.includes(text.charAt(at)) && isBetween(isAlphanumericCode, text, at);

/**
 * Returns whether a code is printable ASCII or invisible. Several invisible characters can follow one
 * another.
 */
const isWordOrSign = (code: number): boolean =>
  (code > 32 && code < 127) || (code > 127 && kindOf[code] === kinds.invisible);

const changed = (reading: Replacement, text: string, at: number): Replacement | undefined =>
  reading.as === text.slice(at, at + reading.chars) ? undefined : reading;

/** Look-alikes count as Latin only next to Latin letters. Elsewhere they belong to their own script. */
function readTwins(text: string, at: number): Replacement | undefined {
  let end = at + 1;
  while (end - at < maxTwins && kindOf[text.charCodeAt(end)] === kinds.twin) end++;
  const isInLatin = isAlphanumericCode(text.charCodeAt(at - 1)) || isAlphanumericCode(text.charCodeAt(end));
  return isInLatin ? { as: toLatin(text.slice(at, end)), chars: end - at } : undefined;
}

function readPair(text: string, at: number): Replacement | undefined {
  const pair = text.slice(at, at + 2);
  if (/^\udb40[\udc00-\uddef]$/.test(pair)) return { as: '', chars: 2 };
  return changed({ as: pair.normalize('NFKC'), chars: 2 }, text, at);
}

/** The rest of a sequence after the escape character. */
const colour = /\[[\d;:?]{0,24}[A-Za-z]/y;

/** Removes an ANSI colour sequence, and separates the texts around it. */
function readColour(text: string, at: number): Replacement | undefined {
  colour.lastIndex = at + 1;
  const sequence = colour.exec(text)?.[0];
  if (sequence === undefined) return undefined;
  const chars = 1 + sequence.length;
  const parts =
    isAlphanumericCode(text.charCodeAt(at - 1)) && isAlphanumericCode(text.charCodeAt(at + chars));
  return { as: parts ? ' ' : '', chars };
}

const percentRun = /%[0-7][0-9a-fA-F]|(?:%[89a-fA-F][0-9a-fA-F]){2,4}/y;

function readPercent(text: string, at: number): Replacement | undefined {
  percentRun.lastIndex = at;
  const written = percentRun.exec(text)?.[0];
  if (written === undefined) return undefined;
  try {
    return { as: decodeURIComponent(written), chars: written.length };
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
    const as = written.endsWith(';') ? named.get(name) : undefined;
    return as === undefined ? undefined : { as, chars: written.length };
  }
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= maxCodePoint ? { as: String.fromCodePoint(code), chars: written.length } : undefined;
}

const escaped = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(["'/\\nrt@.+_-]))/y;
const control: { readonly [char: string]: string } = { n: '\n', r: '\r', t: '\t' };

function readEscape(text: string, at: number): Replacement | undefined {
  escaped.lastIndex = at;
  const [written, long, short, char] = escaped.exec(text) ?? [];
  if (written === undefined) return undefined;
  const as =
    char === undefined
      ? String.fromCharCode(Number.parseInt(long ?? short ?? '', 16))
      : (control[char] ?? char);
  return { as, chars: written.length };
}

function toWritten(edits: readonly Edit[], { start, end }: Span): Span {
  return { start: writtenStart(edits, start), end: writtenEnd(edits, end) };
}

function writtenStart(edits: readonly Edit[], read: number): number {
  const edit = lastAt(edits, (candidate) => candidate.readStart <= read);
  if (!edit) return read;
  return read < edit.readEnd ? edit.start : edit.end + (read - edit.readEnd);
}

function writtenEnd(edits: readonly Edit[], read: number): number {
  const edit = lastAt(edits, (candidate) => candidate.readStart < read);
  if (!edit) return read;
  return read <= edit.readEnd ? edit.end : edit.end + (read - edit.readEnd);
}

/** Returns the last edit that fulfils a condition, when all edits before it do. */
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
