import { types } from 'node:util';
import { sameText, sessionScope } from '../../context/index.ts';
import { type EventKind, eventKinds } from '../../model/index.ts';
import { isTracingDisabled } from '../../primitives/index.ts';
import { openSession } from '../with-session.ts';
import {
  type AnyFunction,
  type CallRecording,
  givesNewPromise,
  recordCall,
  type Watched,
  whenForgotten,
} from './record-call.ts';

/** How `trace()` and `@traced` record calls. */
export interface TraceOptions<This = unknown, Args extends readonly unknown[] = readonly unknown[]> {
  /** @default the function's name; for methods after that of the class */
  readonly name?: string;
  /** @default `function` */
  readonly kind?: EventKind;
  /** What is recorded of a call beside its time and fate. @default both */
  readonly capture?: { readonly input?: boolean; readonly output?: boolean };
  /** Metadata of a call, made when it begins. What it throws is ignored. */
  readonly attributes?: (self: This, args: Args) => { readonly [name: string]: unknown };
}

const tracedFunctions = new WeakSet<object>();

/** True for what `trace()` has made. */
export const isTraced = (fn: object): boolean => tracedFunctions.has(fn);

/**
 * The function, each call of it recorded: as an event of the session around the caller, or, outside of any, in a
 * session of its own. Everything else about it stays: `this`, what it returns and throws, when, its name, length
 * and properties. Generators, streams, responses and thenables are recorded when they have been consumed; one
 * that nobody consumes is recorded as cancelled.
 *
 * @throws {TypeError} when `fn` is no function
 */
export function trace<F extends AnyFunction>(
  fn: F,
  options: TraceOptions<ThisParameterType<F>, Parameters<F>> = {},
): F {
  if (typeof fn !== 'function') throw new TypeError(`trace() takes a function, but was given ${kindOf(fn)}.`);
  return traceAs(fn, recordingOf(options as TraceOptions, nameOf(fn)));
}

/** The recording that options describe. */
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

/** The function with its calls recorded in this way. */
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
