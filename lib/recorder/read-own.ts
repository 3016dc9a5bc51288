/** Returns the value of a property, or a description of the error when its getter throws. */
export function readOwn(object: object, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key];
  } catch {
    return '[getter threw]';
  }
}

/** First keys of objects with so many keys that listing them blocks the program. */
const wideObjects = new WeakMap<object, readonly string[]>();
const wideKeys = 50_000;
let hasWide = false;

/** Returns the own enumerable keys of an object. Of very many keys, it returns those of the first call. */
export function keysOf(object: object): readonly string[] {
  const known = hasWide ? wideObjects.get(object) : undefined;
  if (known) return known;
  const keys = Object.keys(object);
  if (keys.length <= wideKeys) return keys;
  hasWide = true;
  wideObjects.set(object, keys.slice(0, wideKeys));
  return keys;
}

const shownNameChars = 256;

/** Returns the name of a function, or `''`. */
export const nameOf = (fn: unknown): string => {
  const name = readOwn(fn as object, 'name');
  return typeof name === 'string' ? name.slice(0, shownNameChars) : '';
};

/** Returns the class name of an object, or `Object` for plain objects and unnamed classes. */
export function nameOfClass(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return 'Object';
  const made = (prototype as { constructor?: unknown }).constructor;
  return (typeof made === 'function' && nameOf(made)) || 'Object';
}
