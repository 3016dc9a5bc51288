import { types } from 'node:util';

type Method = (this: unknown, ...args: never[]) => unknown;

/**
 * The method of an object, found without running code of its owner: one that only a getter or a proxy would tell
 * is not looked for.
 */
export function methodOf(object: object, key: PropertyKey): Method | undefined {
  for (let at: object | null = object; at && !types.isProxy(at); at = Object.getPrototypeOf(at)) {
    const own = Object.getOwnPropertyDescriptor(at, key);
    if (own) return typeof own.value === 'function' ? own.value : undefined;
  }
  return undefined;
}

/** True where methods of an object can be replaced on the object itself, and later given back. */
export const isOpen = (object: object): boolean => !types.isProxy(object) && Object.isExtensible(object);

/**
 * Puts a method in place of an object's own, hidden from enumeration. The object stays the same one, with its
 * class and its private state.
 *
 * @param make takes the method that is replaced
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
