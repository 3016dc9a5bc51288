const textOfFunction = Function.prototype.toString;

/** A `get` for proxies of functions: their `toString()` gives the text of the function, which a proxy has not. */
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
