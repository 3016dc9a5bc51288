import { AsyncLocalStorage } from 'node:async_hooks';

/** Carries one value through everything a function calls, awaits and schedules. */
export interface Scope<T> {
  /** Runs `fn` with `value` as the current one and returns what `fn` returns. */
  run<R>(value: T, fn: () => R): R;
  /** The same for a function called with `this` and arguments. */
  apply(value: T, fn: (...args: never[]) => unknown, self: unknown, args: readonly unknown[]): unknown;
  /** The value of the innermost `run` around the caller, if any. */
  current(): T | undefined;
  /** Runs `fn` outside of every `run`. */
  outside<R>(fn: () => R): R;
}

/**
 * The scope with this name, the same one for every copy of this package in the process.
 *
 * Made of `AsyncLocalStorage.run` alone: `enterWith` would leak into whoever called.
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
