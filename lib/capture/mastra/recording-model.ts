import { type SessionPlace, sessionScope } from '../../context/index.ts';
import { isObject } from '../../model/index.ts';
import type { Step } from '../../recorder/index.ts';
import { quietly } from '../quietly.ts';
import { tapStream } from '../tap-stream.ts';
import type { AskedTools } from './asked-tools.ts';
import { Answer, inputOf, statusOf, watchAnswer } from './model-call.ts';
import { modelStart } from './model-name.ts';

type Call = (options: unknown) => PromiseLike<unknown>;

/** The run whose model calls are recorded. */
export interface ModelRun {
  /** Where the run began; its session owns the steps, whichever context a call comes from. */
  readonly place: SessionPlace;
  readonly tools: AskedTools;
  onCall(step: Step): void;
  onCallEnd(step: Step): void;
  onAnswer(answer: Answer, parentEventId: string | undefined): void;
}

const originals = new WeakMap<object, object>();

/**
 * A model that behaves as the given one and records each call of it, retries included, as an `llm` step. One is
 * made for each step of a run: its second call is the second attempt. A recording model is never recorded twice.
 */
export function recordingModel(given: object, run: ModelRun): object {
  const model = originals.get(given) ?? given;
  const wrapped = new Map<PropertyKey, { readonly original: unknown; readonly method: unknown }>();
  let attempts = 0;

  const start = (callOptions: unknown): Step => {
    attempts++;
    if (isObject(callOptions)) run.tools.answered(callOptions.prompt);
    const step = run.place.session.startStep({
      ...modelStart(model),
      parentEventId: placeWithin(run.place).parentEventId,
      input: inputOf(callOptions),
      attempt: attempts,
      mayWait: true,
    });
    run.onCall(step);
    return step;
  };

  const recording = new Proxy(model, {
    get(target, key) {
      const original: unknown = Reflect.get(target, key, target);
      if (typeof original !== 'function' || key === 'constructor') return original;
      const known = wrapped.get(key);
      if (known?.original === original) return known.method;
      const bound = original.bind(target) as Call;
      const method = key === 'doGenerate' || key === 'doStream' ? recordCalls(bound, start, run) : bound;
      wrapped.set(key, { original, method });
      return method;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
  originals.set(recording, model);
  return recording;
}

const recordCalls =
  (call: Call, start: (callOptions: unknown) => Step, run: ModelRun): Call =>
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
      return finish(result, step, run);
    } catch (error) {
      step.end({ error, ...statusOf(error) });
      run.onCallEnd(step);
      throw error;
    }
  };

function finish(result: unknown, step: Step, run: ModelRun): unknown {
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
    quietly(() => {
      const answer = new Answer(provider);
      answer.addWhole(result);
      step.end(answer.ending(model));
      onAnswer(answer);
    });
    return result;
  }
  if (isStream(result.stream)) {
    return { ...result, stream: tapStream(result.stream, watchAnswer(step, provider, model, onAnswer)) };
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
