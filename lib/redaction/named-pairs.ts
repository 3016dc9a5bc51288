import { isObject, type Snapshot } from '../model/index.ts';
import type { BuiltinLabel } from './rule.ts';
import { hintOf } from './rules/index.ts';

const nameKeys = [
  ...['name', 'key', 'header', 'field', 'k', 'label', 'attribute'],
  ...['Name', 'Key', 'Header', 'headerName', 'header_name', 'paramName', 'fieldName'],
];
const valueKeys = new Set([
  ...['value', 'val', 'v', 'values'],
  ...['Value', 'Values', 'headerValue', 'header_value', 'paramValue', 'fieldValue'],
]);
/** Unambiguous header names, which identify lists of alternating names and values. */
const headerName =
  /^(?:proxy-?authorization|authorization|set-?cookie|cookie|x-[a-z-]*(?:key|token|secret))$/i;
const schemaTypes = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);
const maxNameChars = 64;

/** True for a key that holds the value in an object with a name and a value. */
export const isValueKey = (key: string): boolean => valueKeys.has(key);

/** Returns the hint that an object such as `{ name: 'Authorization', value: '…' }` gives for its value. */
export function hintOfPair(value: { readonly [key: string]: unknown }): BuiltinLabel | undefined {
  for (const key of nameKeys) {
    const name = value[key];
    if (typeof name === 'string' && name.length <= maxNameChars) {
      const hint = hintOf(name);
      if (hint) return hint;
    }
  }
  return undefined;
}

/** True for a list of entries such as `[['Authorization', '…'], …]`. A copied `Map` has this shape. */
export const isEntryList = (values: readonly Snapshot[]): boolean =>
  Array.isArray(values[0]) &&
  values.every((value) => Array.isArray(value) && value.length === 2 && typeof value[0] === 'string');

/** Returns the hint that the previous element gives in a list such as Node's `rawHeaders`. */
export function hintOfHeader(values: readonly Snapshot[], at: number): BuiltinLabel | undefined {
  const name = at % 2 === 1 ? values[at - 1] : undefined;
  return typeof name === 'string' && headerName.test(name) ? 'SECRET' : undefined;
}

/** True for part of a JSON schema. A `password` property in a schema describes a password without containing one. */
export const isSchema = (value: unknown): boolean =>
  isObject(value) &&
  ((typeof value.type === 'string' && schemaTypes.has(value.type)) ||
    Array.isArray(value.anyOf) ||
    Array.isArray(value.enum) ||
    typeof value.$ref === 'string');
