import { isObject } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';

type Method = (...args: unknown[]) => unknown;
type Replacement = (usersMethod: Method, args: readonly unknown[]) => unknown;
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
 * Wraps a span of the user's own tracing so that it also reports to a span of ours. It serves an agent or workflow
 * that the user traces, below a run that only Sentrial traces.
 */
export const teeSpan = (users: object, ours: object): object =>
  tee(users, ours, {
    createChildSpan(create, [options]) {
      // Without `mastra`, our span does not start a second trace for the user.
      const alone = { ...(options as object), mastra: undefined };
      return teeSpan(create(options) as object, call(ours, 'createChildSpan', [alone]) as object);
    },
    createTracker: (create, args) => {
      const tracker = create(...args);
      return isObject(tracker) ? teeTracker(tracker, call(ours, 'createTracker', args) as object) : tracker;
    },
    executeInContext: (execute, [fn]) => execute(() => call(ours, 'executeInContext', [fn])),
    executeInContextSync: (execute, [fn]) => execute(() => call(ours, 'executeInContextSync', [fn])),
  });

const teeTracker = (users: object, ours: object): object =>
  tee(users, ours, {
    wrapStream: (wrap, [stream]) => call(ours, 'wrapStream', [wrap(stream)]),
    getTracingContext: (get) => {
      const context = get() as { readonly currentSpan?: object };
      const { currentSpan } = call(ours, 'getTracingContext', []) as { readonly currentSpan: object };
      return context.currentSpan
        ? { ...context, currentSpan: teeSpan(context.currentSpan, currentSpan) }
        : context;
    },
  });

/** Returns a proxy of the user's object that passes reports on to ours. Other methods run on the user's object alone. */
function tee(users: object, ours: object, replacements: Replacements): object {
  return new Proxy(users, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function' || key === 'constructor') return value;
      const method: Method = (...args) => Reflect.apply(value, target, args);
      const replacement = Object.hasOwn(replacements, key) ? replacements[key as string] : undefined;
      if (replacement) return (...args: unknown[]) => replacement(method, args);
      if (!reportingMethods.includes(key as string)) return method;
      return (...args: unknown[]) => {
        ignoreErrors(() => void call(ours, key as string, args));
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
