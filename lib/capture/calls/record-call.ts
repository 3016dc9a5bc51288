import { Readable } from 'node:stream';
import { types } from 'node:util';
import { type SessionPlace, sessionScope } from '../../context/index.ts';
import type { EventKind } from '../../model/index.ts';
import { type Step, type StepEnding, snapshot } from '../../recorder/index.ts';
import { quietly } from '../quietly.ts';
import { followPromise, isPlainPromise } from './follow-promise.ts';
import { isOpen, methodOf } from './own-method.ts';
import { isAsyncIterable, isIterator, watchIterable, watchIterator } from './watch-iterator.ts';
import { watchNodeStream, watchResponse, watchWebStream } from './watch-stream.ts';
import { watchThenable } from './watch-thenable.ts';
import type { ResultWatcher } from './watched-result.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is assignable to every function
export type AnyFunction = (this: any, ...args: any[]) => any;

/** How calls of a function are recorded. */
export interface CallRecording {
  readonly name: string;
  readonly kind: EventKind;
  readonly captureInput: boolean;
  readonly captureOutput: boolean;
  /** What of the arguments is recorded. @default the one, or all of them as a list */
  readonly inputOf?: (args: readonly unknown[]) => unknown;
  readonly toolCallIdOf?: (args: readonly unknown[]) => string | undefined;
  readonly attributes?: (self: unknown, args: readonly unknown[]) => { readonly [name: string]: unknown };
}

const maxValues = 100;

/**
 * Calls a function and records the call as a step below where it is called. The caller gets what the function
 * gives, the same object at the same time, and sees thrown what it throws.
 *
 * @param endAround ends what was opened for this call alone
 */
export function recordCall(
  fn: AnyFunction,
  self: unknown,
  args: readonly unknown[],
  recording: CallRecording,
  around: SessionPlace,
  endAround?: End,
): unknown {
  let step: Step;
  try {
    step = startStep(self, args, recording, around);
  } catch {
    return Reflect.apply(fn, self, args);
  }
  const place: SessionPlace = { session: around.session, parentEventId: step.id };
  const end = (ending: StepEnding = {}) =>
    quietly(() => {
      const shown = recording.captureOutput ? ending : { ...ending, output: undefined };
      if (!endAround) return step.end(shown);
      // Both tell of it, but its getters are the program's own.
      const copied = { ...shown, output: snapshot(shown.output) };
      step.end(copied);
      endAround(copied);
    });
  let result: unknown;
  try {
    result = sessionScope.run(place, () => Reflect.apply(fn, self, args));
  } catch (error) {
    end(failed(error));
    throw error;
  }
  watchResult(result, end, place, types.isAsyncFunction(fn));
  return result;
}

function startStep(
  self: unknown,
  args: readonly unknown[],
  { name, kind, captureInput, inputOf = argumentsOf, toolCallIdOf, attributes }: CallRecording,
  { session, parentEventId }: SessionPlace,
): Step {
  const toolCallId = toolCallIdOf?.(args);
  let metadata: { readonly [name: string]: unknown } | undefined;
  quietly(() => {
    metadata = attributes?.(self, [...args]);
  });
  return session.startStep({
    kind,
    name,
    parentEventId,
    ...(captureInput ? { input: inputOf(args) } : {}),
    ...(toolCallId === undefined ? {} : { toolCallId }),
    ...(metadata === undefined ? {} : { metadata }),
  });
}

const argumentsOf = (args: readonly unknown[]): unknown => (args.length > 1 ? args : args[0]);

/** Ends a step or a session, the first time that it is called. */
type End = (ending?: StepEnding) => void;

/** How a step ends that threw something, `undefined` too: what was aborted was called off, and did not fail. */
export function failed(error: unknown): StepEnding {
  let isAbort = false;
  quietly(() => {
    isAbort = (error as Error).name === 'AbortError';
  });
  return { status: isAbort ? 'cancelled' : 'error', error };
}

/**
 * Ends a step with a result, at once or when all of it has come.
 *
 * @param isNew the result, where it is a promise, was made by the call itself
 */
export function watchResult(result: unknown, end: End, place: SessionPlace, isNew = false): void {
  try {
    if (types.isPromise(result) && !types.isProxy(result) && isPlainPromise(result)) {
      watchPromise(result, end, place, isNew);
      return;
    }
    const watch = watcherFor(result);
    if (watch) watch(watcherOf(result as object, end, place));
    else end({ output: result });
  } catch {
    end({ output: result });
  }
}

function watchPromise(promise: Promise<unknown>, end: End, place: SessionPlace, isNew: boolean): void {
  // Until the session ends the promise is held here; afterwards it is the program's to keep or to drop.
  const forget = place.session.whenEnded(() => whenForgotten(promise, end));
  followPromise(
    promise,
    (value) => {
      forget();
      watchResult(value, end, place);
    },
    (error) => {
      forget();
      end(failed(error));
    },
    isNew,
  );
}

/** Ends as cancelled what can give no more, since nothing holds it. `end` may not hold it either. */
export function whenForgotten(result: object, end: End): void {
  forgotten.register(result, () => end({ status: 'cancelled' }));
}

/** How a result is watched that comes bit by bit; `undefined` for one that is there. */
function watcherFor(result: unknown): ((watcher: ResultWatcher) => void) | undefined {
  if (typeof result !== 'object' || result === null || !isOpen(result)) return undefined;
  if (result instanceof ReadableStream) return (watcher) => watchWebStream(result, watcher);
  if (result instanceof Response) return (watcher) => watchResponse(result, watcher);
  if (result instanceof Readable) return (watcher) => watchNodeStream(result, watcher);
  if (isIterator(result)) return (watcher) => watchIterator(result, watcher);
  if (methodOf(result, 'then')) return (watcher) => watchThenable(result, watcher);
  if (isAsyncIterable(result)) return (watcher) => watchIterable(result, watcher);
  return undefined;
}

const forgotten = new FinalizationRegistry<() => void>((tell) => tell());

function watcherOf(result: object, end: End, place: SessionPlace): ResultWatcher {
  const values: unknown[] = [];
  let count = 0;
  let begun = false;
  let forget: () => void = () => undefined;
  const finish: ResultWatcher['end'] = (ending = {}) => {
    forget();
    const rest = count > values.length ? [`… ${count - values.length} more`] : [];
    const failure = 'error' in ending ? failed(ending.error) : {};
    end({ output: count > 0 ? [...values, ...rest] : undefined, ...ending, ...failure });
  };
  whenForgotten(result, finish);
  forget = place.session.whenEnded(() => {
    if (!begun) finish({ status: 'cancelled' });
  });
  return {
    begun: () => {
      begun = true;
    },
    value(value) {
      count++;
      if (values.length < maxValues) values.push(value);
    },
    end: finish,
    within: (fn) => sessionScope.run(place, fn),
  };
}
