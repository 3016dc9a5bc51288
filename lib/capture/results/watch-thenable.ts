import { replaceMethod } from './own-method.ts';
import type { ResultWatcher } from './result-watcher.ts';

type Callback = ((value: unknown) => unknown) | null | undefined;

/**
 * Watches a thenable by what it tells whoever awaits it. It is never awaited here: a query builder runs its query
 * each time.
 */
export function watchThenable(thenable: object, watcher: ResultWatcher): void {
  replaceMethod(
    thenable,
    'then',
    (original) =>
      function (this: unknown, ...args) {
        const told = (callback: Callback, tell: (value: unknown) => void): Callback =>
          typeof callback === 'function'
            ? (value) => {
                tell(value);
                return callback(value);
              }
            : callback;
        watcher.begun();
        const tells = [
          (output: unknown) => watcher.end({ output }),
          (error: unknown) => watcher.end({ error }),
        ];
        const given = args.map((callback, at) => (tells[at] ? told(callback, tells[at]) : callback));
        try {
          return watcher.within(() => Reflect.apply(original, this, given as never[]));
        } catch (error) {
          watcher.end({ error });
          throw error;
        }
      },
  );
}
