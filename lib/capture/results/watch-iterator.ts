import { types } from 'node:util';
import { methodOf, replaceMethod } from './own-method.ts';
import type { ResultWatcher } from './result-watcher.ts';
import { followPromise } from './watch-promise.ts';

interface Result {
  readonly done?: boolean;
  readonly value?: unknown;
}

/** Returns whether an object is an iterator, sync or async. */
export const isIterator = (value: object): boolean =>
  methodOf(value, 'next') !== undefined &&
  (methodOf(value, Symbol.iterator) !== undefined || methodOf(value, Symbol.asyncIterator) !== undefined);

/** Returns whether an object is an async iterable, but not an iterator. */
export const isAsyncIterable = (value: object): boolean =>
  methodOf(value, 'next') === undefined && methodOf(value, Symbol.asyncIterator) !== undefined;

/** Watches an iterator. Its code runs in the context in which it was created. */
export function watchIterator(iterator: object, watcher: ResultWatcher): void {
  const settle = (method: 'next' | 'return' | 'throw') => (result: unknown) => {
    const { done, value } = (result ?? {}) as Result;
    if (done && method === 'next') watcher.end();
    else if (done) watcher.end({ status: 'cancelled' });
    else watcher.value(value);
  };
  for (const method of ['next', 'return', 'throw'] as const) {
    replaceMethod(
      iterator,
      method,
      (original) =>
        function (this: unknown, ...args) {
          watcher.begun();
          return observe(
            () => watcher.within(() => Reflect.apply(original, this, args)),
            settle(method),
            (error) => watcher.end({ error }),
            types.isGeneratorObject(iterator),
          );
        },
    );
  }
}

/** Watches the first iterator of an iterable. */
export function watchIterable(iterable: object, watcher: ResultWatcher): void {
  let watched = false;
  replaceMethod(
    iterable,
    Symbol.asyncIterator,
    (original) =>
      function (this: unknown, ...args) {
        const iterator = watcher.within(() => Reflect.apply(original, this, args));
        if (!watched && typeof iterator === 'object' && iterator !== null) watchIterator(iterator, watcher);
        watched = true;
        return iterator;
      },
  );
}

/**
 * Calls a function and reports its outcome. Result and error pass unchanged.
 *
 * @param isNew whether the call itself created a returned promise
 */
export function observe<R>(
  act: () => R,
  onResult: (result: unknown) => void,
  onError: (error: unknown) => void,
  isNew: boolean,
): R {
  let result: R;
  try {
    result = act();
  } catch (error) {
    onError(error);
    throw error;
  }
  if (types.isPromise(result)) followPromise(result, onResult, onError, isNew);
  else onResult(result);
  return result;
}
