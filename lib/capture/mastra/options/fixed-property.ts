/** True for a property that is frozen: a proxy of its object must hand it out as it is. */
export function isFixed(target: object, key: PropertyKey): boolean {
  const own = Object.getOwnPropertyDescriptor(target, key);
  return own !== undefined && !own.configurable && !own.writable;
}
