/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Returns whether a value is an object and not an array. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Returns an object without a prototype, for keys from outside. A key such as `__proto__` is then an ordinary
 * key.
 */
export const emptyObject = <V>(): Record<string, V> => Object.create(null) as Record<string, V>;
