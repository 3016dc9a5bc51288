import { types } from 'node:util';
import { BoundedMap, ignoreErrors, nearestName } from '../primitives/index.ts';
import { writeLine } from './report-problem.ts';

/** What an option must be. `undefined` is always allowed. */
export interface OptionRule {
  readonly accepts: (value: unknown) => boolean;
  /** Completes the sentence "Pass …". */
  readonly expected: string;
}

/** The options of a function, by name. */
export interface OptionRules {
  readonly [option: string]: OptionRule;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isPlainObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Rules for values that several functions accept. */
export const optionRules = {
  any: { accepts: () => true, expected: 'any value' },
  text: { accepts: isText, expected: 'a non-empty string' },
  object: { accepts: isPlainObject, expected: 'an object' },
  // The elements are not checked: an array can be longer than the program's patience.
  texts: { accepts: Array.isArray, expected: 'an array of non-empty strings' },
  boolean: { accepts: (value) => typeof value === 'boolean', expected: 'true or false' },
  textOrFalse: { accepts: (value) => value === false || isText(value), expected: 'a path, or false' },
} satisfies OptionRules;

/** The options of `configure()`. Other checks report values of `apiUrl`, `apiKey`, `pii` and `destinations`. */
export const clientOptionRules: OptionRules = {
  apiKey: optionRules.any,
  apiUrl: optionRules.any,
  failSilently: optionRules.boolean,
  pii: optionRules.any,
  spoolDir: optionRules.textOrFalse,
  waitUntil: { accepts: (value) => typeof value === 'function', expected: 'a function' },
  destinations: optionRules.any,
};

/** Names that other tools use for an option. */
const otherNames: { readonly [name: string]: string | undefined } = Object.assign(Object.create(null), {
  conversationid: 'convoId',
  sessionid: 'convoId',
  threadid: 'convoId',
  resourceid: 'userId',
  endpoint: 'apiUrl',
  baseurl: 'apiUrl',
  url: 'apiUrl',
  token: 'apiKey',
  redact: 'pii',
  silent: 'failSilently',
});
const maxOptions = 64;
const maxWarnings = 200;
const warned = new BoundedMap<string, true>(maxWarnings);

/**
 * Writes one line to stderr for each unknown option and each invalid value, once per process. It never prints a
 * value.
 *
 * @param place the function or option that received `options`, for the message
 */
export function warnAboutOptions(place: string, options: object, rules: OptionRules): void {
  // The keys of a proxy are code of the program.
  if (types.isProxy(options)) return;
  ignoreErrors(() => warnAboutNames(place, options, Object.keys(options).slice(0, maxOptions), rules));
}

/**
 * Does the same as {@link warnAboutOptions} for invalid values of known options, without a list of all keys. Some
 * callers pass any object.
 */
export function warnAboutKnownOptions(place: string, options: object, rules: OptionRules): void {
  ignoreErrors(() => warnAboutNames(place, options, Object.keys(rules), rules));
}

function warnAboutNames(place: string, options: object, names: readonly string[], rules: OptionRules): void {
  if (types.isProxy(options)) return;
  for (const name of names) {
    // A getter is not read, since it could have side effects.
    const value: unknown = Object.getOwnPropertyDescriptor(options, name)?.value;
    const warning = warningFor(place, name, value, rules);
    if (warning === undefined || warned.has(warning)) continue;
    warned.set(warning, true);
    writeLine(warning);
  }
}

function warningFor(place: string, name: string, value: unknown, rules: OptionRules): string | undefined {
  if (value === undefined) return undefined;
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  if (rule?.accepts(value)) return undefined;
  if (rule) return `\`${name}\` of ${place} is ${kindOf(value)}. Pass ${rule.expected}.`;
  const suggestion = suggestionFor(name, Object.keys(rules));
  return `\`${name}\` is not an option of ${place}. ${suggestion}`;
}

function suggestionFor(name: string, known: readonly string[]): string {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '');
  const other = otherNames[plain];
  const nearest =
    known.find((option) => option.toLowerCase() === plain) ??
    (other !== undefined && known.includes(other) ? other : nearestName(name, known));
  return nearest === undefined ? `Its options are ${known.join(', ')}.` : `Did you mean \`${nearest}\`?`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === '') return 'an empty string';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
