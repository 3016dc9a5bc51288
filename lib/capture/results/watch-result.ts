import { Readable } from 'node:stream';
import { types } from 'node:util';
import { type SessionPlace, sessionScope } from '../../context/index.ts';
import { ignoreErrors } from '../../primitives/index.ts';
import { EndListener, type StepEnding, snapshot } from '../../recorder/index.ts';
import { isOpen, methodOf } from './own-method.ts';
import type { ResultWatcher } from './result-watcher.ts';
import { runOf } from './run-results.ts';
import { isAsyncIterable, isIterator, watchIterable, watchIterator } from './watch-iterator.ts';
import { areNewPromisesPlain, followPromise, isPlainPromise } from './watch-promise.ts';
import { watchNodeStream, watchResponse, watchWebStream } from './watch-stream.ts';
import { watchThenable } from './watch-thenable.ts';

const maxValues = 100;

/** Returns whether a function always returns a promise that it has just created. */
export const givesNewPromise = (fn: unknown): boolean =>
  types.isAsyncFunction(fn) && !types.isGeneratorFunction(fn);

/** A step or session that ends with the result of a function. */
export interface Watched {
  /** The place in which the function runs. */
  readonly place: SessionPlace;
  /** Whether the result is recorded as output. */
  readonly showsOutput: boolean;
  /** Ends it once, and never throws. */
  end(ending?: StepEnding): void;
}

/** Returns the end of a step that threw. An abort counts as cancelled, not as failed. */
export function failed(error: unknown): StepEnding {
  let isAbort = false;
  ignoreErrors(() => {
    isAbort = (error as Error).name === 'AbortError';
  });
  return { status: isAbort ? 'cancelled' : 'error', error };
}

/**
 * Ends `watched` with a result, at once or when the result is complete.
 *
 * @param isNew whether the call itself created the promise
 */
export function watchResult(result: unknown, watched: Watched, isNew = false): void {
  try {
    if (isNew ? areNewPromisesPlain() : isPlainPromise(result)) {
      watchPromise(result as Promise<unknown>, watched, isNew);
      return;
    }
    const whenOver = runOf(result);
    const watch = whenOver ? undefined : watcherFor(result);
    // The promise no longer needs to be watched for garbage collection.
    if (whenOver || watch) forgotten.unregister(watched);
    if (whenOver) whenOver((ending) => watched.end(ending));
    else if (watch && mayWatch(result as object)) watch(watcherOf(result as object, watched));
    else watched.end({ output: result });
  } catch {
    watched.end({ output: result });
  }
}

function watchPromise(promise: Promise<unknown>, watched: Watched, isNew: boolean): void {
  const { session } = watched.place;
  const listener = new PromiseHolder(promise, watched);
  session.addEndListener(listener);
  followPromise(
    promise,
    (value) => {
      session.removeEndListener(listener);
      watchResult(value, watched);
    },
    (error) => {
      session.removeEndListener(listener);
      watched.end(failed(error));
    },
    isNew,
  );
}

/** Holds a promise until the session ends. Afterwards the program decides how long it lives. */
export class PromiseHolder extends EndListener {
  readonly #promise: Promise<unknown>;
  readonly #watched: Watched;

  constructor(promise: Promise<unknown>, watched: Watched) {
    super();
    this.#promise = promise;
    this.#watched = watched;
  }

  sessionEnds(): void {
    whenForgotten(this.#promise, this.#watched);
  }
}

/** Ends a result as cancelled when it is garbage collected. `watched` must not reference the result. */
export function whenForgotten(result: object, watched: Pick<Watched, 'end'>): void {
  forgotten.register(result, watched, watched);
}

/** Returns whether a result is a plain object or array without later values, as most results are. */
function isRecord(result: object): boolean {
  if (types.isProxy(result)) return false;
  const prototype: unknown = Object.getPrototypeOf(result);
  if (prototype !== Object.prototype && prototype !== Array.prototype) return false;
  return !('then' in result || 'next' in result || Symbol.asyncIterator in result);
}

/** Returns a watcher for a result that is produced over time, or `undefined` for any other. */
function watcherFor(result: unknown): ((watcher: ResultWatcher) => void) | undefined {
  if (typeof result !== 'object' || result === null || isRecord(result) || !isOpen(result)) return undefined;
  if (result instanceof ReadableStream) return (watcher) => watchWebStream(result, watcher);
  if (result instanceof Response) return (watcher) => watchResponse(result, watcher);
  if (result instanceof Readable) return (watcher) => watchNodeStream(result, watcher);
  if (isIterator(result)) return (watcher) => watchIterator(result, watcher);
  if (methodOf(result, 'then')) return (watcher) => watchThenable(result, watcher);
  if (isAsyncIterable(result)) return (watcher) => watchIterable(result, watcher);
  return undefined;
}

/** Number of watches on a result that several calls have returned. */
const watches = new WeakMap<object, number>();
const maxWatches = 8;

/** Limits the watches on one result, since each adds a function around the result's own. */
function mayWatch(result: object): boolean {
  const count = watches.get(result) ?? 0;
  watches.set(result, count + 1);
  return count < maxWatches;
}

const forgotten = new FinalizationRegistry<Pick<Watched, 'end'>>((watched) =>
  watched.end({ status: 'cancelled' }),
);

function watcherOf(result: object, watched: Watched): ResultWatcher {
  const watcher = new PartsWatcher(watched);
  whenForgotten(result, watcher);
  watched.place.session.addEndListener(watcher);
  return watcher;
}

class PartsWatcher extends EndListener implements ResultWatcher {
  readonly #watched: Watched;
  readonly #values: unknown[] = [];
  #count = 0;
  #begun = false;

  constructor(watched: Watched) {
    super();
    this.#watched = watched;
  }

  begun(): void {
    this.#begun = true;
  }

  value(value: unknown): void {
    this.#count++;
    if (this.#values.length < maxValues && this.#watched.showsOutput) this.#values.push(snapshot(value));
  }

  end(ending: Parameters<ResultWatcher['end']>[0] = {}): void {
    this.#watched.place.session.removeEndListener(this);
    const more = this.#count - this.#values.length;
    const values = more > 0 ? [...this.#values, `… ${more} more`] : [...this.#values];
    const failure = 'error' in ending ? failed(ending.error) : {};
    this.#watched.end({ output: this.#count > 0 ? values : undefined, ...ending, ...failure });
  }

  within<R>(fn: () => R): R {
    return sessionScope.run(this.#watched.place, fn);
  }

  sessionEnds(): void {
    if (!this.#begun) this.end({ status: 'cancelled' });
  }
}
