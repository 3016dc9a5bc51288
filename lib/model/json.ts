/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for a value that is an object and no array. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An empty object without a prototype, to be filled with keys that come from outside:
 * a key such as `__proto__` is then a key like any other.
 */
export const emptyObject = <V>(): Record<string, V> => Object.create(null) as Record<string, V>;
