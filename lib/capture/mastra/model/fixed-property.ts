/** Returns true for a frozen property. A proxy must return the value of such a property unchanged. */
export function isFixed(target: object, key: PropertyKey): boolean {
  const own = Object.getOwnPropertyDescriptor(target, key);
  return own !== undefined && !own.configurable && !own.writable;
}
