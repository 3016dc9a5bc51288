import type { Client } from '../../client/index.ts';
import { type SessionPlace, sessionScope } from '../../context/index.ts';
import { isObject } from '../../model/index.ts';
import type { Step } from '../../recorder/index.ts';
import { endingOfThrow, endOfStream, type RunState, stateOfResult } from './ending.ts';
import { inject, type OptionsOwner } from './inject.ts';
import { identityOf, type PartedOptions, partOptions } from './options.ts';
import { isShadowSpan } from './shadow-span.ts';

type RunMethod = (...args: unknown[]) => unknown;

/** An agent in the hands of the code that records its runs. */
export interface TrackedAgent extends OptionsOwner {
  readonly agentName: string;
  readonly client: Client;
}

/** What becomes of a run when it has ended. */
interface OpenRun {
  readonly place: SessionPlace;
  settle(state: RunState): void;
}

/**
 * Calls a run method of an agent and records the run: as a session, or as a step where it is called inside of
 * one. Returns and throws what the method returns and throws. If recording cannot begin, the call goes through
 * unrecorded.
 */
export function recordRun(
  agent: TrackedAgent,
  target: object,
  method: RunMethod,
  args: readonly unknown[],
): unknown {
  const [messages, given, ...more] = args;
  let open: OpenRun;
  let options: unknown;
  try {
    const parted = partOptions(given);
    open = openRun(agent, messages, parted);
    options = inject(parted.options, open.place, agent);
  } catch {
    return method.apply(target, [...args]);
  }
  let returned: unknown;
  try {
    returned = sessionScope.run(open.place, () => method.apply(target, [messages, options, ...more]));
  } catch (error) {
    open.settle({ state: 'ended', ending: endingOfThrow(error) });
    throw error;
  }
  if (!isThenable(returned)) {
    settleWith(open, returned);
    return returned;
  }
  return returned.then(
    (result) => {
      settleWith(open, result);
      return result;
    },
    (error) => {
      open.settle({ state: 'ended', ending: endingOfThrow(error) });
      throw error;
    },
  );
}

function settleWith(open: OpenRun, result: unknown): void {
  try {
    const streaming = endOfStream(result);
    if (!streaming) open.settle(stateOfResult(result));
    else
      streaming.then(
        (state) => open.settle(state),
        () => undefined,
      );
  } catch (error) {
    open.settle({ state: 'ended', ending: { status: 'completed', error } });
  }
}

function openRun(agent: TrackedAgent, messages: unknown, parted: PartedOptions): OpenRun {
  const { tracingContext } = parted.options;
  const span = isObject(tracingContext) ? tracingContext.currentSpan : undefined;
  // Called by an agent that is being recorded already: its span has opened the step of this run.
  if (isShadowSpan(span)) return { place: span.place, settle: () => undefined };
  const around = sessionScope.current();
  return around && !around.session.ended
    ? openStep(agent, messages, around)
    : openSession(agent, messages, parted);
}

function openSession({ agentName, client }: TrackedAgent, messages: unknown, parted: PartedOptions): OpenRun {
  const { runId } = parted.options;
  const session = client.recorder.openSession({
    name: agentName,
    agentName,
    ...identityOf(parted),
    input: messages,
    ...(parted.ours.metadata === undefined ? {} : { metadata: parted.ours.metadata }),
    ...(typeof runId === 'string' ? { runId } : {}),
  });
  return {
    place: { session },
    settle: (state) => (state.state === 'ended' ? session.end(state.ending) : session.suspend()),
  };
}

function openStep({ agentName }: TrackedAgent, messages: unknown, around: SessionPlace): OpenRun {
  const { session, parentEventId } = around;
  const step: Step = session.startStep({ kind: 'agent', name: agentName, parentEventId, input: messages });
  return {
    place: { session, parentEventId: step.id },
    settle(state) {
      if (state.state === 'suspended') return;
      const { status, output, error } = state.ending;
      step.end({
        output,
        error,
        status: status === 'cancelled' ? 'cancelled' : error === undefined ? 'ok' : 'error',
      });
    },
  };
}

const isThenable = (value: unknown): value is Promise<unknown> =>
  isObject(value) && typeof (value as { then?: unknown }).then === 'function';
