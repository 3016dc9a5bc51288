const textOfFunction = Function.prototype.toString;

/** A `get` trap for proxies of functions, so that `toString()` returns the source of the function. */
export function sameText(target: object, key: PropertyKey, receiver: unknown): unknown {
  const value: unknown = Reflect.get(target, key, receiver);
  if (value !== textOfFunction) return value;
  const own = {
    toString(this: unknown): string {
      return textOfFunction.call(this === receiver ? target : this);
    },
  };
  return own.toString;
}
