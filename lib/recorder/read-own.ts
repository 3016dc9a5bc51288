/** A property's value; of one whose getter throws, that it does. */
export function readOwn(object: object, key: string): unknown {
  try {
    return (object as Record<string, unknown>)[key];
  } catch {
    return '[getter threw]';
  }
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
