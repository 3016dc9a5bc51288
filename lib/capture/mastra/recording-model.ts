import { type SessionPlace, sessionScope } from '../../context/index.ts';
import { isObject } from '../../model/index.ts';
import type { Step } from '../../recorder/index.ts';
import { tapStream } from '../tap-stream.ts';
import { Answer, inputOf, statusOf, watchAnswer } from './model-call.ts';

type Call = (options: unknown) => PromiseLike<unknown>;

const originals = new WeakMap<object, object>();

/**
 * A model that behaves as the given one and records each call of it, retries included, as an `llm` step. One is
 * made for each step of a run: its second call is the second attempt. A recording model is never recorded twice.
 *
 * @param run where the run began; its session owns the steps, whichever context the call comes from
 */
export function recordingModel(given: object, run: SessionPlace): object {
  const model = originals.get(given) ?? given;
  const wrapped = new Map<PropertyKey, { readonly original: unknown; readonly method: unknown }>();
  let attempts = 0;

  const start = (callOptions: unknown): Step => {
    const { provider, modelId } = model as { readonly provider?: unknown; readonly modelId?: unknown };
    attempts++;
    return run.session.startStep({
      kind: 'llm',
      name: `llm:${shortProvider(provider)}:${String(modelId)}`,
      parentEventId: placeWithin(run).parentEventId,
      provider: shortProvider(provider),
      model: String(modelId),
      input: inputOf(callOptions),
      attempt: attempts,
    });
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
  (call: Call, start: (callOptions: unknown) => Step, run: SessionPlace): Call =>
  async (callOptions) => {
    let step: Step | undefined;
    try {
      step = start(callOptions);
    } catch {
      return call(callOptions);
    }
    try {
      const place = { session: run.session, parentEventId: step.id };
      const result = await sessionScope.run(place, () => call(callOptions));
      return finish(result, step);
    } catch (error) {
      step.end({ error, ...statusOf(error) });
      throw error;
    }
  };

function finish(result: unknown, step: Step): unknown {
  if (!isObject(result)) {
    step.end();
    return result;
  }
  const { provider = '', model = '' } = step.start;
  if (Array.isArray(result.content)) {
    const answer = new Answer(provider);
    answer.addWhole(result);
    step.end(answer.ending(model));
    return result;
  }
  if (isStream(result.stream)) {
    return { ...result, stream: tapStream(result.stream, watchAnswer(step, provider, model)) };
  }
  step.end();
  return result;
}

/** The innermost place of this run around the caller; the run's own when the caller stands in another session. */
function placeWithin(run: SessionPlace): SessionPlace {
  const current = sessionScope.current();
  return current?.session === run.session ? current : run;
}

/** `openai.responses` and `openai.chat` are both `openai`. */
const shortProvider = (provider: unknown): string => String(provider ?? 'unknown').split('.')[0] as string;

const isStream = (value: unknown): value is ReadableStream<unknown> =>
  isObject(value) && typeof value.getReader === 'function';
