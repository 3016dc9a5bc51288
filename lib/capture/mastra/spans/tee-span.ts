import { isObject } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';

type Method = (...args: unknown[]) => unknown;
type Replacement = (theirs: Method, args: readonly unknown[]) => unknown;
interface Replacements {
  readonly [method: string]: Replacement;
}
interface Owner {
  readonly [method: string]: unknown;
}

/** Of spans and trackers: what tells them something, and returns nothing of interest. */
const telling = [
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
 * A span of the user's own tracing, as it is without us, that tells a span of ours everything as well. It stands
 * where an agent or a workflow that the user traces runs below one that only we watch.
 */
export const teeSpan = (theirs: object, ours: object): object =>
  both(theirs, ours, {
    createChildSpan(create, [options]) {
      // Without their tracing, of which it is part already.
      const alone = { ...(options as object), mastra: undefined };
      return teeSpan(create(options) as object, call(ours, 'createChildSpan', [alone]) as object);
    },
    createTracker: (create, args) => {
      const tracker = create(...args);
      return isObject(tracker) ? bothTrackers(tracker, call(ours, 'createTracker', args) as object) : tracker;
    },
    executeInContext: (execute, [fn]) => execute(() => call(ours, 'executeInContext', [fn])),
    executeInContextSync: (execute, [fn]) => execute(() => call(ours, 'executeInContextSync', [fn])),
  });

const bothTrackers = (theirs: object, ours: object): object =>
  both(theirs, ours, {
    wrapStream: (wrap, [stream]) => call(ours, 'wrapStream', [wrap(stream)]),
    getTracingContext: (get) => {
      const context = get() as { readonly currentSpan?: object };
      const { currentSpan } = call(ours, 'getTracingContext', []) as { readonly currentSpan: object };
      return context.currentSpan
        ? { ...context, currentSpan: teeSpan(context.currentSpan, currentSpan) }
        : context;
    },
  });

/** Theirs in everything, their private state included, but for the methods by which ours hear of it. */
function both(theirs: object, ours: object, replacements: Replacements): object {
  return new Proxy(theirs, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function' || key === 'constructor') return value;
      const method: Method = (...args) => Reflect.apply(value, target, args);
      const replacement = Object.hasOwn(replacements, key) ? replacements[key as string] : undefined;
      if (replacement) return (...args: unknown[]) => replacement(method, args);
      if (!telling.includes(key as string)) return method;
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

/** A Mastra instance, as far as its tracing is concerned. */
export interface Observed {
  readonly observability?: {
    getSelectedInstance?(options: object): { startSpan?(options: object): unknown } | undefined;
  };
}

/** The span that Mastra would begin a trace with if it had found none of ours; `undefined` where it begins none. */
export function theirRootSpan(options: object): object | undefined {
  const { mastra, requestContext, metadata } = options as {
    readonly mastra?: Observed;
    readonly requestContext?: unknown;
    readonly metadata?: unknown;
  };
  const tracing = mastra?.observability?.getSelectedInstance?.({ requestContext });
  const customSamplerOptions = { requestContext, metadata };
  const span = tracing?.startSpan?.({ ...options, customSamplerOptions });
  return isObject(span) ? span : undefined;
}
