import { AsyncLocalStorage } from 'node:async_hooks';

/** Carries a value through everything a function calls, awaits and schedules. */
export interface Scope<T> {
  /** Runs `fn` with `value` as the current value. Returns the result of `fn`. */
  run<R>(value: T, fn: () => R): R;
  /** Calls `fn` with `this` and arguments, with `value` as the current value. */
  apply(value: T, fn: (...args: never[]) => unknown, self: unknown, args: readonly unknown[]): unknown;
  /** Returns the value of the innermost `run` around the caller, if any. */
  current(): T | undefined;
  /** Runs `fn` without a current value. */
  outside<R>(fn: () => R): R;
}

/**
 * Returns the scope with this name, which all copies of this package in the process share. It only uses
 * `AsyncLocalStorage.run`, because `enterWith` would leak into the caller.
 */
export function scopeNamed<T>(name: string): Scope<T> {
  const key = Symbol.for(`sentrial.scope.${name}`);
  const holder = globalThis as unknown as Record<symbol, AsyncLocalStorage<T> | undefined>;
  let storage = holder[key];
  if (storage === undefined) {
    storage = new AsyncLocalStorage<T>();
    Object.defineProperty(holder, key, { value: storage });
  }
  const store = storage;
  return {
    run: (value, fn) => store.run(value, fn),
    apply: (value, fn, self, args) => store.run(value, Reflect.apply, fn, self, args),
    current: () => store.getStore(),
    outside: (fn) => store.exit(fn),
  };
}
