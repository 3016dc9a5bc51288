import { collectGarbage } from './garbage.ts';
import type { ReturnKind } from './return-kinds.ts';

/** One thing that can happen to a call, played with a recorded function or without one. */
export interface Outcome {
  readonly name: string;
  /** The status of the one event. */
  readonly status: 'ok' | 'error' | 'cancelled';
  /** What the caller sees of it. */
  play(call: (act: () => unknown) => unknown): Promise<unknown>;
}

const failure = new RangeError('on purpose');

/** What the caller sees when it takes a result in some way. */
const seen = async (act: () => unknown): Promise<unknown> => {
  try {
    return { gave: await act() };
  } catch (error) {
    return { threw: error };
  }
};

/** Does something a turn later, as sync code would otherwise be over before it can be aborted. */
const wait = (act: () => unknown): unknown => Promise.resolve().then(act);

export function outcomesOf({ make, lazy }: ReturnKind): Outcome[] {
  const throwing =
    (thrown: unknown): Outcome['play'] =>
    (call) =>
      seen(() =>
        call(() => {
          throw thrown;
        }),
      );
  const always: Outcome[] = [
    { name: 'throws an Error', status: 'error', play: throwing(failure) },
    { name: 'throws a non-Error', status: 'error', play: throwing('just text') },
  ];
  if (!lazy) {
    const returns: Outcome['play'] = async (call) => {
      const made = make();
      return {
        same: Object.is(
          call(() => made),
          made,
        ),
      };
    };
    return [{ name: 'is returned', status: 'ok', play: returns }, ...always];
  }
  const { drain, breakOff, throwInto, makeFailing, makeAbortable, makeEndless = make } = lazy;
  const taken: Outcome[] = [
    { name: 'is consumed', status: 'ok', play: (call) => seen(() => drain(call(make) as never)) },
    {
      name: 'fails when consumed',
      status: 'error',
      play: (call) => seen(() => drain(call(() => makeFailing(failure)) as never)),
    },
    ...(breakOff
      ? [
          {
            name: 'is broken off',
            status: 'cancelled',
            play: (call) => seen(() => breakOff(call(make) as never)),
          } as Outcome,
        ]
      : []),
    ...(throwInto
      ? [
          {
            name: 'is thrown into',
            status: 'error',
            play: (call) => seen(() => throwInto(call(make) as never, failure)),
          } as Outcome,
        ]
      : []),
    {
      name: 'is aborted',
      status: 'cancelled',
      play: (call) => {
        const controller = new AbortController();
        const result = call(() => makeAbortable(controller.signal));
        return seen(() => {
          const drained = wait(() => drain(result as never));
          controller.abort();
          return drained;
        });
      },
    },
  ];
  const isSettledByItself = make() instanceof Promise;
  const unread: Outcome = {
    name: 'is never consumed',
    status: isSettledByItself ? 'ok' : 'cancelled',
    play: async (call) => ({ type: typeof call(make) }),
  };
  const collected: Outcome = {
    name: 'is garbage collected',
    status: 'cancelled',
    play: async (call) => {
      const seen = { type: typeof call(makeEndless) };
      await collectGarbage();
      return seen;
    },
  };
  return [...taken, unread, collected, ...always];
}
