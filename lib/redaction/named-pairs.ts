import { isObject, type Snapshot } from '../model/index.ts';
import type { BuiltinLabel } from './rule.ts';
import { senseOf } from './rules/index.ts';

const nameKeys = [
  ...['name', 'key', 'header', 'field', 'k', 'label', 'attribute'],
  ...['Name', 'Key', 'Header', 'headerName', 'header_name', 'paramName', 'fieldName'],
];
const valueKeys = new Set([
  ...['value', 'val', 'v', 'values'],
  ...['Value', 'Values', 'headerValue', 'header_value', 'paramValue', 'fieldValue'],
]);
/** Header names that mean nothing else, so that a list in which names and values alternate can be told. */
const headerName =
  /^(?:proxy-?authorization|authorization|set-?cookie|cookie|x-[a-z-]*(?:key|token|secret))$/i;
const schemaTypes = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);
const maxNameChars = 64;

/** True for the key under which an object with a name and a value holds the value. */
export const isValueKey = (key: string): boolean => valueKeys.has(key);

/** What the name in an object such as `{ name: 'Authorization', value: '…' }` says of the value. */
export function senseOfPair(value: { readonly [key: string]: unknown }): BuiltinLabel | undefined {
  for (const key of nameKeys) {
    const name = value[key];
    if (typeof name === 'string' && name.length <= maxNameChars) {
      const sense = senseOf(name);
      if (sense) return sense;
    }
  }
  return undefined;
}

/** True for a list of entries: `[['Authorization', '…'], …]`, also as a `Map` is copied. */
export const isEntryList = (values: readonly Snapshot[]): boolean =>
  Array.isArray(values[0]) &&
  values.every((value) => Array.isArray(value) && value.length === 2 && typeof value[0] === 'string');

/** What the element before says of an element, where names and values alternate as in Node's `rawHeaders`. */
export function senseOfHeader(values: readonly Snapshot[], at: number): BuiltinLabel | undefined {
  const name = at % 2 === 1 ? values[at - 1] : undefined;
  return typeof name === 'string' && headerName.test(name) ? 'SECRET' : undefined;
}

/** True for a part of a JSON schema: the `password` it describes is no password. */
export const isSchema = (value: unknown): boolean =>
  isObject(value) &&
  ((typeof value.type === 'string' && schemaTypes.has(value.type)) ||
    Array.isArray(value.anyOf) ||
    Array.isArray(value.enum) ||
    typeof value.$ref === 'string');
