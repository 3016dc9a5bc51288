/** A property's value; of one whose getter throws, that it does. */
export function readOwn(object: object, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key];
  } catch {
    return '[getter threw]';
  }
}

/** Objects with so many keys that listing them blocks the program, with the first ones. */
const wideObjects = new WeakMap<object, readonly string[]>();
const wideKeys = 50_000;
let hasWide = false;

/** The own enumerable keys of an object; where they are very many, those that it had when it was first looked at. */
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

/** A function's name, or `''`. */
export const nameOf = (fn: unknown): string => {
  const name = readOwn(fn as object, 'name');
  return typeof name === 'string' ? name.slice(0, shownNameChars) : '';
};

/** The name of an object's class; `Object` for plain objects and those without a named class. */
export function nameOfClass(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return 'Object';
  const made = (prototype as { constructor?: unknown }).constructor;
  return (typeof made === 'function' && nameOf(made)) || 'Object';
}
