import { type SessionPlace, sessionScope } from '../../../context/index.ts';
import { isObject } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';
import type { Step } from '../../../recorder/index.ts';
import { tapStream } from '../../tap-stream.ts';
import { isFixed } from './fixed-property.ts';
import { Answer, inputOf, statusOf, watchAnswer } from './model-call.ts';
import { modelStart } from './model-name.ts';
import type { PendingToolCalls } from './pending-tool-calls.ts';

type Call = (options: unknown) => PromiseLike<unknown>;

/** The run whose model calls are recorded. */
export interface ModelRun {
  /** The place of the run. Its session owns the steps, whatever context a call comes from. */
  readonly place: SessionPlace;
  readonly toolCalls: PendingToolCalls;
  onCallStart(step: Step): void;
  onCallEnd(step: Step): void;
  onAnswer(answer: Answer, parentEventId: string | undefined): void;
}

const originals = new WeakMap<object, object>();

/**
 * Wraps a model so that each call, retries included, becomes an `llm` step. Wrapping a recording model does not
 * record its calls twice.
 */
export function recordingModel(given: object, run: ModelRun): object {
  const model = originals.get(given) ?? given;
  const methods = new Map<PropertyKey, { readonly original: unknown; readonly method: unknown }>();
  const recorder = new CallRecorder(model, run);
  const { target, traps } = proxyTargetFor(model);
  const recording = new Proxy(target, {
    ...traps,
    get(_, key) {
      const original: unknown = Reflect.get(model, key, model);
      if (typeof original !== 'function' || key === 'constructor') return original;
      const known = methods.get(key);
      if (known?.original === original) return known.method;
      if (isFixed(target, key)) return original;
      const bound = original.bind(model) as Call;
      const isCall = key === 'doGenerate' || key === 'doStream';
      const method = isCall ? (options: unknown) => recorder.record(bound, options) : bound;
      methods.set(key, { original, method });
      return method;
    },
    set: (_, key, value) => Reflect.set(model, key, value, model),
  });
  originals.set(recording, model);
  return recording;
}

/** Returns the target for a proxy of a model. A frozen model needs a substitute: its methods cannot be replaced. */
function proxyTargetFor(model: object): { readonly target: object; readonly traps: ProxyHandler<object> } {
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

/** The failed calls since the last answer, by run and model. Each step of a run can wrap its model anew. */
const failures = new WeakMap<ModelRun, Map<string, number>>();

/** Records the calls of one model. A call after a failed one is the next attempt. */
class CallRecorder {
  readonly #model: object;
  readonly #run: ModelRun;
  readonly #failures: Map<string, number>;

  constructor(model: object, run: ModelRun) {
    this.#model = model;
    this.#run = run;
    this.#failures = failures.get(run) ?? new Map();
    failures.set(run, this.#failures);
  }

  #noteAttempt({ name }: { readonly name: string }, failed: boolean): void {
    if (failed) this.#failures.set(name, (this.#failures.get(name) ?? 0) + 1);
    else this.#failures.delete(name);
  }

  /** Makes a call and records it. The call is made in any case, recorded or not. */
  async record(call: Call, callOptions: unknown): Promise<unknown> {
    let step: Step | undefined;
    try {
      step = this.#start(callOptions);
    } catch {
      return call(callOptions);
    }
    try {
      const place = { session: this.#run.place.session, parentEventId: step.id };
      const result = await sessionScope.run(place, () => call(callOptions));
      return this.#finish(result, step, callOptions);
    } catch (error) {
      this.#noteAttempt(step.start, true);
      step.end({ error, ...statusOf(error, callOptions) });
      this.#run.onCallEnd(step);
      throw error;
    }
  }

  #start(callOptions: unknown): Step {
    const { place, toolCalls } = this.#run;
    if (isObject(callOptions)) toolCalls.resolveFromPrompt(callOptions.prompt);
    const start = modelStart(this.#model);
    const step = place.session.startStep({
      ...start,
      parentEventId: innermostPlace(place).parentEventId,
      input: inputOf(callOptions),
      attempt: (this.#failures.get(start.name) ?? 0) + 1,
      deferrable: true,
    });
    this.#run.onCallStart(step);
    return step;
  }

  #finish(result: unknown, step: Step, callOptions: unknown): unknown {
    const { provider = '', model = '', parentEventId } = step.start;
    const onAnswer = (answer: Answer, failed = answer.hasFailed) => {
      this.#noteAttempt(step.start, failed);
      this.#run.onAnswer(answer, parentEventId);
      this.#run.onCallEnd(step);
    };
    if (isObject(result) && Array.isArray(result.content)) {
      ignoreErrors(() => {
        const answer = new Answer({ provider, model, callOptions });
        answer.addResult(result);
        step.end(answer.stepEnding(model));
        onAnswer(answer);
      });
      return result;
    }
    if (isObject(result) && isStream(result.stream)) {
      const watcher = watchAnswer(step, { provider, model, callOptions }, onAnswer);
      return { ...result, stream: tapStream(result.stream, watcher) };
    }
    step.end();
    this.#run.onCallEnd(step);
    return result;
  }
}

/** Returns the innermost place around the caller that belongs to the run's session, or the run's own place. */
function innermostPlace(run: SessionPlace): SessionPlace {
  const current = sessionScope.current();
  return current?.session === run.session ? current : run;
}

const isStream = (value: unknown): value is ReadableStream<unknown> =>
  isObject(value) && typeof value.getReader === 'function';
