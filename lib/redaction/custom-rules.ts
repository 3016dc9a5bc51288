import { RE2JS } from 're2js';
import { TracerError } from '../model/index.ts';
import type { Span } from './rule.ts';

/** Your own kind of personal data: its label and how to find it. */
export type PiiCustomPattern = {
  /** Capitals, digits and `_`. A match of `EMPLOYEE_ID` becomes `[EMPLOYEE_ID]`. */
  readonly label: string;
} & (
  | {
      /**
       * Runs on RE2, which takes linear time but has no lookaround and no backreferences. A JSON policy uses a
       * string.
       */
      readonly pattern: RegExp | string;
      /** Flags of a string pattern: any of `i`, `m`, `s`. @default none */
      readonly flags?: string;
    }
  | {
      /**
       * Returns the matches synchronously, in UTF-16 code units. The value is withheld when the function throws,
       * returns a promise or takes longer than 500 ms.
       */
      readonly find: (text: string) => Iterable<Span>;
    }
);

/** A compiled custom pattern. */
export interface CustomRule {
  readonly label: string;
  /** @throws when it takes too long, when the text is too long, or when the user's function throws */
  find(text: string): readonly Span[];
}

const labelForm = /^[A-Z][A-Z0-9_]{0,31}$/;
const maxPatternChars = 1000;
const maxTextChars = 262_144;
const maxMs = 50;
const maxFunctionMs = 500;
const maxMatches = 10_000;

/** Compiles a custom pattern. @throws {TracerError} `invalid-option` with the reason when the pattern is invalid */
export function toCustomRule(custom: PiiCustomPattern): CustomRule {
  const { label } = custom;
  if (typeof label !== 'string' || !labelForm.test(label)) {
    throw invalidPattern(
      String(label),
      'its label must be capitals, digits and _, at most 32. Use for example EMPLOYEE_ID',
    );
  }
  if ('find' in custom) return { label, find: (text) => callUserFunction(custom.find, text) };
  const { source, flags } = readPattern(custom);
  const compiled = compile(label, source, flags);
  return { label, find: (text) => findAll(compiled, text) };
}

/** Returns the source and flags of a pattern, as they are sent over the wire. */
export function readPattern(custom: {
  readonly label: string;
  readonly pattern: RegExp | string;
  readonly flags?: string;
}): { readonly source: string; readonly flags: string } {
  const { label, pattern } = custom;
  const { source, flags } =
    pattern instanceof RegExp ? pattern : { source: pattern, flags: String(custom.flags ?? '') };
  if (typeof source !== 'string' || source === '')
    throw invalidPattern(label, 'it is empty. Write a regular expression');
  if (source.length > maxPatternChars)
    throw invalidPattern(label, `it is longer than ${maxPatternChars} characters. Shorten it or split it`);
  return { source, flags };
}

function compile(label: string, source: string, flags: string): InstanceType<typeof RE2JS> {
  if (!/^[dgimsu]{0,6}$/.test(flags))
    throw invalidPattern(label, `the flags ${flags} are not supported. Use i, m or s`);
  const bits =
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0);
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source), bits);
  } catch (cause) {
    const { message } = cause as Error;
    throw invalidPattern(label, message.replace(/^error parsing regexp: /, ''));
  }
}

const invalidPattern = (label: string, reason: string): TracerError =>
  new TracerError('invalid-option', `The pattern for ${label} cannot be used: ${reason}.`);

/** Each match takes linear time, but all matches together may not. A deadline bounds the total. */
function findAll(compiled: InstanceType<typeof RE2JS>, text: string): readonly Span[] {
  if (text.length > maxTextChars) throw new Error('the text is too long for custom patterns');
  const deadline = performance.now() + maxMs;
  const matcher = compiled.matcher(text);
  const spans: Span[] = [];
  while (matcher.find()) {
    if (matcher.end() > matcher.start()) spans.push({ start: matcher.start(), end: matcher.end() });
    if (performance.now() > deadline) throw new Error('a custom pattern took too long');
  }
  return spans;
}

function callUserFunction(find: (text: string) => Iterable<Span>, text: string): readonly Span[] {
  const deadline = performance.now() + maxFunctionMs;
  const found: unknown = find(text);
  if (found instanceof Promise) {
    // An unhandled rejection would end the process.
    found.catch(() => undefined);
    throw new Error('a custom function returned a promise; return the matches synchronously');
  }
  const spans: Span[] = [];
  let count = 0;
  for (const { start, end } of found as Iterable<Span>) {
    const isInside = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end <= text.length;
    if (!isInside || ++count > maxMatches)
      throw new Error('a custom function returned an invalid or excessive match');
    if (end > start) spans.push({ start, end });
  }
  if (performance.now() > deadline) throw new Error('a custom function took too long');
  return spans.sort((a, b) => a.start - b.start);
}
