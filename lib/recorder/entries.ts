/** The own enumerable properties of an object, each read once; one whose getter throws is told as such. */
export function* objectEntries(object: object): Generator<readonly [string, unknown]> {
  for (const key of Object.keys(object)) {
    let value: unknown;
    try {
      value = (object as Record<string, unknown>)[key];
    } catch {
      value = '[getter threw]';
    }
    yield [key, value];
  }
}

/** The elements of an array with their places. */
export function* arrayEntries(array: readonly unknown[]): Generator<readonly [string, unknown]> {
  for (let at = 0; at < array.length; at++) yield [String(at), array[at]];
}

/** What an iterable yields, numbered. */
export function* indexed(values: Iterable<unknown>): Generator<readonly [string, unknown]> {
  let at = 0;
  for (const value of values) yield [String(at++), value];
}

const shownNameChars = 256;

/** A function's name, or `''`. */
export const nameOf = (fn: unknown): string => {
  const { name } = fn as { name?: unknown };
  return typeof name === 'string' ? name.slice(0, shownNameChars) : '';
};

/** The name of an object's class; `Object` for plain objects and those without a named class. */
export function nameOfClass(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return 'Object';
  const made = (prototype as { constructor?: unknown }).constructor;
  return (typeof made === 'function' && nameOf(made)) || 'Object';
}
