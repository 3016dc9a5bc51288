import { isObject } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';

type Method = (...args: unknown[]) => unknown;
type Replacement = (userMethod: Method, args: readonly unknown[]) => unknown;
interface Replacements {
  readonly [method: string]: Replacement;
}
interface Owner {
  readonly [method: string]: unknown;
}

/** The methods of spans and trackers that report something and return nothing of use. */
const reportingMethods = [
  'end',
  'endTree',
  'error',
  'update',
  'startStep',
  'startInference',
  'updateStep',
  'updateGeneration',
  'reportGenerationError',
  'endGeneration',
  'setInferenceContext',
  'setDeferStepClose',
  'setStepIndex',
];

/**
 * Wraps a span of the user's own tracing so that it also reports to a capture span. It serves an agent or workflow
 * that the user traces, below a run that only Sentrial traces.
 */
export const teeSpan = (userSpan: object, capture: object): object =>
  tee(userSpan, capture, {
    createChildSpan(create, [options]) {
      // Without `mastra`, the capture span does not start a second trace for the user.
      const alone = { ...(options as object), mastra: undefined };
      return teeSpan(create(options) as object, call(capture, 'createChildSpan', [alone]) as object);
    },
    createTracker: (create, args) => {
      const tracker = create(...args);
      return isObject(tracker)
        ? teeTracker(tracker, call(capture, 'createTracker', args) as object)
        : tracker;
    },
    executeInContext: (execute, [fn]) => execute(() => call(capture, 'executeInContext', [fn])),
    executeInContextSync: (execute, [fn]) => execute(() => call(capture, 'executeInContextSync', [fn])),
  });

const teeTracker = (userTracker: object, capture: object): object =>
  tee(userTracker, capture, {
    wrapStream: (wrap, [stream]) => call(capture, 'wrapStream', [wrap(stream)]),
    getTracingContext: (get) => {
      const context = get() as { readonly currentSpan?: object };
      const { currentSpan } = call(capture, 'getTracingContext', []) as { readonly currentSpan: object };
      return context.currentSpan
        ? { ...context, currentSpan: teeSpan(context.currentSpan, currentSpan) }
        : context;
    },
  });

/** Returns a proxy of a user's object that passes reports on to `capture`. Other methods run on the user's object alone. */
function tee(userObject: object, capture: object, replacements: Replacements): object {
  return new Proxy(userObject, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function' || key === 'constructor') return value;
      const method: Method = (...args) => Reflect.apply(value, target, args);
      const replacement = Object.hasOwn(replacements, key) ? replacements[key as string] : undefined;
      if (replacement) return (...args: unknown[]) => replacement(method, args);
      if (!reportingMethods.includes(key as string)) return method;
      return (...args: unknown[]) => {
        ignoreErrors(() => void call(capture, key as string, args));
        return method(...args);
      };
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
}

function call(owner: object, name: string, args: readonly unknown[]): unknown {
  const method = (owner as Owner)[name];
  return typeof method === 'function' ? Reflect.apply(method, owner, args) : undefined;
}
