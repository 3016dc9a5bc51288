import { types } from 'node:util';
import { type OptionRules, optionRules, warnAboutKnownOptions } from '../../client/index.ts';
import { sameText, sessionScope } from '../../context/index.ts';
import { type EventKind, eventKinds } from '../../model/index.ts';
import { isTracingDisabled, shareMetadata } from '../../primitives/index.ts';
import { givesNewPromise, type Watched, whenForgotten } from '../results/watch-result.ts';
import { openSession } from '../with-session.ts';
import { type AnyFunction, type CallRecording, recordCall } from './record-call.ts';

/** How `trace()` and `@traced` record calls. */
export interface TraceOptions<This = unknown, Args extends readonly unknown[] = readonly unknown[]> {
  /** @default the name of the function; for methods, with that of the class */
  readonly name?: string;
  /** @default `function` */
  readonly kind?: EventKind;
  /** Which parts of a call are recorded besides its time and outcome. @default both */
  readonly capture?: { readonly input?: boolean; readonly output?: boolean };
  /** Returns the metadata of a call when it starts. Errors are ignored. */
  readonly attributes?: (self: This, args: Args) => { readonly [name: string]: unknown };
}

const traceOptionRules: OptionRules = {
  name: optionRules.text,
  kind: {
    accepts: (value) => eventKinds.includes(value as EventKind),
    expected: `one of ${eventKinds.join(', ')}`,
  },
  capture: optionRules.object,
  attributes: { accepts: (value) => typeof value === 'function', expected: 'a function' },
};

/** Reports invalid options of a function that records calls, once. */
export const warnAboutTraceOptions = (place: string, options: object): void => {
  if (!isTracingDisabled()) warnAboutKnownOptions(place, options, traceOptionRules);
};

const tracedFunctions = new WeakSet<object>();

/** Returns whether a function was created by `trace()`. */
export const isTraced = (fn: object): boolean => tracedFunctions.has(fn);

/**
 * Returns the function with each call recorded, in the current session or in a session of its own. `this`,
 * results, errors, timing, name, length and properties stay the same. Generators, streams, responses and
 * thenables are recorded when they are consumed, or as cancelled when they never are.
 *
 * @throws {TypeError} when `fn` is not a function
 */
export function trace<F extends AnyFunction>(
  fn: F,
  options: TraceOptions<ThisParameterType<F>, Parameters<F>> = {},
): F {
  if (typeof fn !== 'function') throw new TypeError(`trace() takes a function, but was given ${kindOf(fn)}.`);
  warnAboutTraceOptions('trace()', options);
  return traceAs(fn, recordingOf(options as TraceOptions, nameOf(fn)));
}

/** Returns the recording for options. */
export function recordingOf(options: TraceOptions, defaultName: string): CallRecording {
  const recording = { name: defaultName, kind: 'function' as const, captureInput: true, captureOutput: true };
  try {
    const { name, kind, capture, attributes } = options;
    return {
      name: typeof name === 'string' ? name : recording.name,
      kind: kind !== undefined && eventKinds.includes(kind) ? kind : recording.kind,
      captureInput: capture?.input !== false,
      captureOutput: capture?.output !== false,
      ...(typeof attributes === 'function' ? { attributes } : {}),
    };
  } catch {
    return recording;
  }
}

/** Returns the function with its calls recorded. */
export function traceAs<F extends AnyFunction>(fn: F, recording: CallRecording): F {
  if (isTracingDisabled()) return fn;
  const isNew = givesNewPromise(fn);
  const traced = new Proxy<F>(fn, {
    get: sameText,
    apply(target, self, args) {
      const around = sessionScope.current();
      if (around?.tool?.claim(recording.kind, nameOf(target))) return Reflect.apply(target, self, args);
      const own = around ? undefined : openOwn(recording.name);
      const place = around ?? own?.place;
      if (!place) return Reflect.apply(target, self, args);
      const result: unknown = recordCall(target, self, args, recording, place, isNew, own?.end);
      if (own && types.isPromise(result)) whenForgotten(result, own);
      return result;
    },
  });
  shareMetadata(fn, traced);
  tracedFunctions.add(traced);
  return traced;
}

function openOwn(name: string): Watched | undefined {
  try {
    return openSession({}, name);
  } catch {
    return undefined;
  }
}

function nameOf(fn: AnyFunction): string {
  try {
    return typeof fn.name === 'string' && fn.name !== '' ? fn.name : 'anonymous';
  } catch {
    return 'anonymous';
  }
}

const kindOf = (value: unknown): string => (value === null ? 'null' : typeof value);
