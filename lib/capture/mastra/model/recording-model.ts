import { type SessionPlace, sessionScope } from '../../../context/index.ts';
import { isObject } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';
import type { Step } from '../../../recorder/index.ts';
import { tapStream } from '../../tap-stream.ts';
import { isFixed } from '../options/fixed-property.ts';
import { Answer, inputOf, statusOf, watchAnswer } from './model-call.ts';
import { modelStart } from './model-name.ts';
import type { PendingToolCalls } from './pending-tool-calls.ts';

type Call = (options: unknown) => PromiseLike<unknown>;

/** The run whose model calls are recorded. */
export interface ModelRun {
  /** Where the run began; its session owns the steps, whichever context a call comes from. */
  readonly place: SessionPlace;
  readonly tools: PendingToolCalls;
  onCall(step: Step): void;
  onCallEnd(step: Step): void;
  onAnswer(answer: Answer, parentEventId: string | undefined): void;
}

const originals = new WeakMap<object, object>();

/**
 * A model that behaves as the given one and records each call of it, retries included, as an `llm` step. A call
 * after one that failed is the next attempt. A recording model is never recorded twice.
 */
export function recordingModel(given: object, run: ModelRun): object {
  const model = originals.get(given) ?? given;
  const wrapped = new Map<PropertyKey, { readonly original: unknown; readonly method: unknown }>();
  let failures = 0;

  const start = (callOptions: unknown): Step => {
    if (isObject(callOptions)) run.tools.answered(callOptions.prompt);
    const step = run.place.session.startStep({
      ...modelStart(model),
      parentEventId: placeWithin(run.place).parentEventId,
      input: inputOf(callOptions),
      attempt: failures + 1,
      deferrable: true,
    });
    run.onCall(step);
    return step;
  };

  const settled = (isAnswered: boolean): void => {
    failures = isAnswered ? 0 : failures + 1;
  };

  const { target: standing, traps } = standInFor(model);
  const recording = new Proxy(standing, {
    ...traps,
    get(_, key) {
      const original: unknown = Reflect.get(model, key, model);
      if (typeof original !== 'function' || key === 'constructor') return original;
      const known = wrapped.get(key);
      if (known?.original === original) return known.method;
      if (isFixed(standing, key)) return original;
      const bound = original.bind(model) as Call;
      const method =
        key === 'doGenerate' || key === 'doStream' ? recordCalls(bound, start, settled, run) : bound;
      wrapped.set(key, { original, method });
      return method;
    },
    set: (_, key, value) => Reflect.set(model, key, value, model),
  });
  originals.set(recording, model);
  return recording;
}

/** What a proxy of a model is made of: one of a frozen object would have to hand out its calls as they are. */
function standInFor(model: object): { readonly target: object; readonly traps: ProxyHandler<object> } {
  if (!isFixed(model, 'doGenerate') && !isFixed(model, 'doStream')) return { target: model, traps: {} };
  return {
    target: Object.create(Object.getPrototypeOf(model)),
    traps: {
      has: (_, key) => Reflect.has(model, key),
      ownKeys: () => Reflect.ownKeys(model),
      getOwnPropertyDescriptor(_, key) {
        const property = Reflect.getOwnPropertyDescriptor(model, key);
        return property && { ...property, configurable: true };
      },
      defineProperty: (_, key, property) => Reflect.defineProperty(model, key, property),
      deleteProperty: (_, key) => Reflect.deleteProperty(model, key),
    },
  };
}

const recordCalls =
  (
    call: Call,
    start: (callOptions: unknown) => Step,
    settled: (isAnswered: boolean) => void,
    run: ModelRun,
  ): Call =>
  async (callOptions) => {
    let step: Step | undefined;
    try {
      step = start(callOptions);
    } catch {
      return call(callOptions);
    }
    try {
      const place = { session: run.place.session, parentEventId: step.id };
      const result = await sessionScope.run(place, () => call(callOptions));
      settled(true);
      return finish(result, step, run, callOptions);
    } catch (error) {
      settled(false);
      step.end({ error, ...statusOf(error, callOptions) });
      run.onCallEnd(step);
      throw error;
    }
  };

function finish(result: unknown, step: Step, run: ModelRun, callOptions: unknown): unknown {
  if (!isObject(result)) {
    step.end();
    run.onCallEnd(step);
    return result;
  }
  const { provider = '', model = '', parentEventId } = step.start;
  const onAnswer = (answer: Answer) => {
    run.onAnswer(answer, parentEventId);
    run.onCallEnd(step);
  };
  if (Array.isArray(result.content)) {
    ignoreErrors(() => {
      const answer = new Answer(provider);
      answer.addWhole(result);
      step.end(answer.ending(model));
      onAnswer(answer);
    });
    return result;
  }
  if (isStream(result.stream)) {
    const watcher = watchAnswer(step, { provider, model, callOptions }, onAnswer);
    return { ...result, stream: tapStream(result.stream, watcher) };
  }
  step.end();
  run.onCallEnd(step);
  return result;
}

/** The innermost place of this run around the caller; the run's own when the caller stands in another session. */
function placeWithin(run: SessionPlace): SessionPlace {
  const current = sessionScope.current();
  return current?.session === run.session ? current : run;
}

const isStream = (value: unknown): value is ReadableStream<unknown> =>
  isObject(value) && typeof value.getReader === 'function';
