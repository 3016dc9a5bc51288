import { replaceMethod } from './own-method.ts';
import type { ResultWatcher } from './result-watcher.ts';

type Callback = ((value: unknown) => unknown) | null | undefined;

/**
 * Watches a thenable through the callbacks of its consumer. It is never awaited here, since a query builder
 * runs its query each time.
 */
export function watchThenable(thenable: object, watcher: ResultWatcher): void {
  replaceMethod(
    thenable,
    'then',
    (original) =>
      function (this: unknown, ...args) {
        const observed = (callback: Callback, observe: (value: unknown) => void): Callback =>
          typeof callback === 'function'
            ? (value) => {
                observe(value);
                return callback(value);
              }
            : callback;
        watcher.begun();
        const observers = [
          (output: unknown) => watcher.end({ output }),
          (error: unknown) => watcher.end({ error }),
        ];
        const given = args.map((callback, at) =>
          observers[at] ? observed(callback, observers[at]) : callback,
        );
        try {
          return watcher.within(() => Reflect.apply(original, this, given as never[]));
        } catch (error) {
          watcher.end({ error });
          throw error;
        }
      },
  );
}
