import { types } from 'node:util';

type Method = (this: unknown, ...args: never[]) => unknown;

/**
 * Returns a method of an object without running its code. Methods behind a getter or a proxy are not found.
 */
export function methodOf(object: object, key: PropertyKey): Method | undefined {
  for (let at: object | null = object; at && !types.isProxy(at); at = Object.getPrototypeOf(at)) {
    const own = Object.getOwnPropertyDescriptor(at, key);
    if (own) return typeof own.value === 'function' ? own.value : undefined;
  }
  return undefined;
}

/** Returns whether the object's own methods can be replaced and restored. */
export const isOpen = (object: object): boolean => !types.isProxy(object) && Object.isExtensible(object);

/**
 * Replaces a method on the object itself, hidden from enumeration. The object keeps its identity, class and
 * private fields.
 *
 * @param make receives the replaced method
 */
export function replaceMethod(object: object, key: PropertyKey, make: (original: Method) => Method): void {
  const original = methodOf(object, key);
  const own = Object.getOwnPropertyDescriptor(object, key);
  if (!original || own?.configurable === false) return;
  Object.defineProperty(object, key, {
    value: make(original),
    enumerable: own?.enumerable ?? false,
    configurable: true,
    writable: true,
  });
}
