import { createHash } from 'node:crypto';
import { isObject, type PiiMode, piiModes, TracerError } from '../model/index.ts';
import { type CustomRule, type PiiCustomPattern, readPattern, toCustomRule } from './custom-rules.ts';
import type { BuiltinLabel } from './rule.ts';

/** The fields that a policy can be restricted to. Sentrial always redacts values outside these fields. */
export type PiiField =
  | 'userInput'
  | 'assistantOutput'
  | 'toolInput'
  | 'toolOutput'
  | 'metadata'
  | 'reasoning'
  | 'failureReason';

/** All fields that a policy accepts. */
export const piiFields = [
  'userInput',
  'assistantOutput',
  'toolInput',
  'toolOutput',
  'metadata',
  'reasoning',
  'failureReason',
] as const satisfies readonly PiiField[];

/** The built-in kinds of personal data. All except URLs are on by default. */
export interface PiiBuiltinPatterns {
  readonly emails?: boolean;
  readonly phones?: boolean;
  readonly ssns?: boolean;
  readonly creditCards?: boolean;
  readonly ipAddresses?: boolean;
  readonly ibans?: boolean;
  /** API keys, tokens, passwords and private keys. */
  readonly secrets?: boolean;
  /** @default false */
  readonly urls?: boolean;
}

/** The redaction policy: which data to find, in which fields, and how to replace it. */
export interface PiiConfig {
  /** @default true */
  readonly enabled?: boolean;
  /** @default all fields */
  readonly fields?: readonly PiiField[];
  /** @default 'label' */
  readonly mode?: PiiMode;
  readonly builtinPatterns?: PiiBuiltinPatterns;
  readonly customPatterns?: readonly PiiCustomPattern[];
}

/** A validated policy with all defaults applied. */
export interface Policy {
  /** The version recorded with each redacted item. */
  readonly version: string;
  readonly enabled: boolean;
  readonly fields: ReadonlySet<PiiField>;
  readonly mode: PiiMode;
  readonly labels: ReadonlySet<BuiltinLabel>;
  readonly customRules: readonly CustomRule[];
}

const labelOf: { readonly [pattern in keyof Required<PiiBuiltinPatterns>]: BuiltinLabel } = {
  emails: 'EMAIL',
  phones: 'PHONE',
  ssns: 'SSN',
  creditCards: 'CREDIT_CARD',
  ipAddresses: 'IP',
  ibans: 'IBAN',
  secrets: 'SECRET',
  urls: 'URL',
};
const policyFields = ['enabled', 'fields', 'mode', 'builtinPatterns', 'customPatterns'];
const offByDefault = new Set<BuiltinLabel>(['URL']);
const maxCustomPatterns = 100;
const digestChars = 8;

/**
 * Validates a policy and applies the defaults.
 *
 * @param version the recorded version @default `local-` and a digest of the policy
 * @throws {TracerError} `invalid-option` with the invalid field and the accepted values
 */
export function readPolicy(config: unknown, version?: string): Policy {
  if (!isObject(config)) throw invalid('', 'must be an object');
  for (const name of Object.keys(config)) {
    if (!policyFields.includes(name)) throw invalid(name, `is unknown. Use ${policyFields.join(', ')}`);
  }
  const {
    enabled = true,
    fields = piiFields,
    mode = 'label',
    builtinPatterns = {},
    customPatterns = [],
  } = config;
  if (typeof enabled !== 'boolean') throw invalid('enabled', 'must be true or false');
  if (!isListOf(piiFields, fields)) throw invalid('fields', `must be a list of ${piiFields.join(', ')}`);
  if (!isOneOf(piiModes, mode)) throw invalid('mode', `must be one of ${piiModes.join(', ')}`);
  return {
    version: version ?? `local-${digestOf(config)}`,
    enabled,
    fields: new Set(fields),
    mode,
    labels: readLabels(builtinPatterns),
    customRules: readCustomPatterns(customPatterns).map(toCustomRule),
  };
}

function readLabels(patterns: unknown): ReadonlySet<BuiltinLabel> {
  if (!isObject(patterns)) throw invalid('builtinPatterns', 'must be an object');
  const known = Object.entries(labelOf);
  for (const [name, value] of Object.entries(patterns)) {
    if (!Object.hasOwn(labelOf, name)) {
      throw invalid(`builtinPatterns.${name}`, `is unknown. Use ${Object.keys(labelOf).join(', ')}`);
    }
    if (typeof value !== 'boolean' && value !== undefined) {
      throw invalid(`builtinPatterns.${name}`, 'must be true or false');
    }
  }
  return new Set(
    known.filter(([name, label]) => patterns[name] ?? !offByDefault.has(label)).map(([, label]) => label),
  );
}

function readCustomPatterns(patterns: unknown): readonly PiiCustomPattern[] {
  if (!Array.isArray(patterns) || patterns.length > maxCustomPatterns) {
    throw invalid('customPatterns', `must be a list of at most ${maxCustomPatterns} patterns`);
  }
  for (const [at, custom] of patterns.entries()) {
    const hasOne = isObject(custom) && ('pattern' in custom || typeof custom.find === 'function');
    if (!hasOne) throw invalid(`customPatterns[${at}]`, 'must have a label and a pattern or a find function');
  }
  return patterns;
}

const isOneOf = <T>(all: readonly T[], value: unknown): value is T => all.includes(value as T);
const isListOf = <T>(all: readonly T[], values: unknown): values is readonly T[] =>
  Array.isArray(values) && values.every((value) => isOneOf(all, value));

const invalid = (place: string, problem: string): TracerError =>
  new TracerError('invalid-option', `The redaction policy cannot be used: ${place || 'it'} ${problem}.`);

function digestOf(config: object): string {
  const written = JSON.stringify(config, (_, value: unknown) =>
    value instanceof RegExp || typeof value === 'function' ? String(value) : value,
  );
  return createHash('sha256').update(written).digest('hex').slice(0, digestChars);
}

/** Lists all built-in kinds with their labels and whether the policy looks for them. */
export const listPolicyKinds = ({ labels }: Policy): readonly PolicyKind[] =>
  Object.entries(labelOf).map(([pattern, label]) => ({ pattern, label, isOn: labels.has(label) }));

/** A built-in kind of personal data, as a policy configures it. */
export interface PolicyKind {
  /** The name in a policy, such as `creditCards`. */
  readonly pattern: string;
  /** The label that replaces a match, such as `CREDIT_CARD`. */
  readonly label: string;
  readonly isOn: boolean;
}

/** The policy until another is loaded: all default kinds in all fields. */
export const strictPolicy: Policy = readPolicy({}, 'builtin-3');

/** Converts a policy to JSON for a file or the wire. @throws {TracerError} when a pattern is invalid or a function */
export function toPolicyJson(config: PiiConfig): { readonly [field: string]: unknown } {
  const customPatterns = config.customPatterns?.map((custom) => {
    if (!('pattern' in custom))
      throw invalid(`customPatterns ${custom.label}`, 'is a function and cannot be shared. Use a pattern');
    const { source, flags } = readPattern(custom);
    return { label: custom.label, pattern: source, ...(flags === '' ? {} : { flags }) };
  });
  return { ...config, ...(customPatterns ? { customPatterns } : {}) };
}
