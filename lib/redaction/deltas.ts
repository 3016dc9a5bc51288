import { isObject } from '../model/index.ts';

/** The pieces of a stream, extracted from the elements of an array. */
export interface Deltas {
  readonly texts: readonly string[];
  /** Returns a copy of the array with the texts replaced. */
  withTexts(texts: readonly string[]): readonly unknown[];
}

type Path = readonly (string | number)[];

/** Names of arrays whose strings form one text. */
const streamName = /(?:deltas?|chunks|fragments|pieces|textparts|stream)$/i;
/** A stream may begin with elements that carry no text. */
const maxLead = 8;
const deltaType = /delta|chunk|partial/i;

/** The paths to stream text in the chunk shapes of Mastra, the AI SDK and model providers. */
const paths: readonly Path[] = [
  ['textDelta'],
  ['argsTextDelta'],
  ['inputTextDelta'],
  ['payload', 'text'],
  ['payload', 'argsTextDelta'],
  ['payload', 'delta'],
  ['choices', 0, 'delta', 'content'],
  ['delta', 'text'],
  ['delta', 'content'],
  ['delta', 'partial_json'],
  ['delta', 'thinking'],
  ['delta'],
  ['text'],
  ['content'],
];

/** True for the name of an array whose strings form one text. */
export const isStreamName = (name: string): boolean => streamName.test(name);

/**
 * Finds stream pieces: all strings of a named stream, or the texts of elements such as
 * `{ type: 'text-delta', text: 'Hel' }`. Elements of another shape do not interrupt the text.
 */
export function findDeltas(values: readonly unknown[], isNamedStream: boolean): Deltas | undefined {
  if (values.length < 2) return undefined;
  if (isNamedStream && values.every((value) => typeof value === 'string')) {
    return { texts: values as readonly string[], withTexts: (texts) => texts };
  }
  if (!mayHoldDeltas(values)) return undefined;
  const places = values.flatMap((value, at) => {
    const path = isDelta(value)
      ? paths.find((candidate) => typeof get(value, candidate) === 'string')
      : undefined;
    return path ? [{ at, path }] : [];
  });
  if (places.length < 2) return undefined;
  return {
    texts: places.map(({ at, path }) => get(values[at], path) as string),
    withTexts(texts) {
      const result = [...values];
      for (const [index, { at, path }] of places.entries()) result[at] = put(values[at], path, texts[index]);
      return result;
    },
  };
}

function mayHoldDeltas(values: readonly unknown[]): boolean {
  for (let at = 0; at < values.length && at < maxLead; at++) if (isDelta(values[at])) return true;
  return false;
}

const isDelta = (value: unknown): boolean =>
  isObject(value) &&
  ((typeof value.type === 'string' && deltaType.test(value.type)) ||
    'delta' in value ||
    'textDelta' in value ||
    'choices' in value);

function get(value: unknown, path: Path): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string | number, unknown>)[key];
  }
  return at;
}

function put(value: unknown, [key, ...rest]: Path, text: unknown): unknown {
  if (key === undefined) return text;
  if (Array.isArray(value))
    return value.map((element, at) => (at === key ? put(element, rest, text) : element));
  const held = value as Record<string, unknown>;
  return { ...held, [key]: put(held[key], rest, text) };
}
