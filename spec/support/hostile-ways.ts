import { bindSession, currentSession, trace, traced, traceTool, withSession } from '@sentrial/mastra';

/** A way in which a value reaches the library. It is true when the program sees what it would see without. */
export type HostileWay = (value: unknown) => boolean | Promise<boolean>;

class Host {
  @traced
  method(value: unknown): unknown {
    return value;
  }

  @traced
  itself(): unknown {
    return this;
  }
}

/** What a program without types could pass. */
const odd = (value: unknown): never => value as never;
const done = () => 'done';
const isDone = (result: unknown): boolean => result === 'done';
const throwing = (value: unknown) => (): never => {
  throw value;
};

function isThrown(value: unknown, act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch (error) {
    return Object.is(error, value);
  }
}

const isRejected = (value: unknown, promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => false,
    (error) => Object.is(error, value),
  );

const calls: Readonly<Record<string, HostileWay>> = {
  'an argument': (value) => isDone(trace((_: unknown) => 'done')(value)),
  'one of many arguments': (value) => isDone(trace((..._: unknown[]) => 'done')(1, value, value)),
  'a result': (value) => Object.is(trace(() => value)(), value),
  'in a promise': async (value) => Object.is((await trace(async () => [value])())[0], value),
  'a thrown value': (value) => isThrown(value, trace(throwing(value))),
  'a rejection': (value) => isRejected(value, trace(async () => throwing(value)())()),
  'a value of a generator': (value) => {
    const each = trace(function* () {
      yield value;
    });
    return Object.is([...each()][0], value);
  },
  'an argument and result of a method': (value) => Object.is(new Host().method(value), value),
  'the object of a method': (value) => Object.is(Reflect.apply(Host.prototype.itself, value, []), value),
  attributes: (value) => isDone(trace(done, odd({ attributes: () => value }))()),
  'an attribute': (value) => isDone(trace(done, { attributes: () => ({ value }) })()),
  'a thrown value of attributes': (value) => isDone(trace(done, { attributes: throwing(value) })()),
  'a name': (value) => isDone(trace(done, odd({ name: value }))()),
  'a kind': (value) => isDone(trace(done, odd({ kind: value }))()),
  'what to capture': (value) => isDone(trace(done, odd({ capture: value }))()),
  'options of trace()': (value) =>
    typeof value === 'object' ? isDone(trace(done, odd(value ?? undefined))()) : true,
  'an input of a tool': (value) =>
    isDone(traceTool({ id: 'tool', execute: (..._: unknown[]) => 'done' }).execute(value, value)),
  'an id of a tool': (value) => isDone(traceTool({ id: value, execute: done }).execute()),
  'an argument of a bound function': (value) =>
    Object.is(bindSession((given: unknown) => given)(value), value),
};

const options = ['name', 'agentName', 'userId', 'convoId', 'metadata', 'tags', 'input', 'ifNested', 'from'];

const sessions: Readonly<Record<string, HostileWay>> = {
  'a result of withSession()': (value) =>
    Object.is(
      withSession(() => value),
      value,
    ),
  'a thrown value of withSession()': (value) => isThrown(value, () => withSession(throwing(value))),
  'a thrown value of a new session': (value) =>
    isThrown(value, () => withSession({ ifNested: 'new' }, throwing(value))),
  'metadata of withSession()': (value) => isDone(withSession({ metadata: { value }, ifNested: 'new' }, done)),
  ...Object.fromEntries(
    options.flatMap((option) =>
      ['join', 'new'].map((ifNested) => [
        `${option} of withSession(), ${ifNested}`,
        (value: unknown) => isDone(withSession(odd({ ifNested, [option]: value }), done)),
      ]),
    ),
  ),
};

const isQuiet =
  (act: (value: never) => void): HostileWay =>
  (value) => {
    act(odd(value));
    return true;
  };

const handle: Readonly<Record<string, HostileWay>> = {
  'setMetadata()': isQuiet((value) => currentSession().setMetadata(value)),
  'setMetadata({ value })': isQuiet((value) => currentSession().setMetadata({ value })),
  'setUser()': isQuiet((value) => currentSession().setUser(value)),
  'setConversation()': isQuiet((value) => currentSession().setConversation(value)),
  'addTags()': isQuiet((value) => currentSession().addTags(value)),
  'setOutcome()': isQuiet((value) => currentSession().setOutcome(value)),
  'setOutcome({ metrics })': isQuiet((value) =>
    currentSession().setOutcome({ success: value, metrics: value }),
  ),
  'setOutcome({ metrics: { value } })': isQuiet((value) =>
    currentSession().setOutcome({ success: true, metrics: { value } }),
  ),
  'setInput()': isQuiet((value) => currentSession().setInput(value)),
  'setOutput()': isQuiet((value) => currentSession().setOutput(value)),
  'log()': isQuiet((value) => currentSession().log(value)),
  'log() with data': isQuiet((value) => currentSession().log('text', value)),
  'decision()': isQuiet((value) => currentSession().decision(value, value)),
  'stateChange()': isQuiet((value) => currentSession().stateChange(value, value)),
  'stateChange() values': isQuiet((value) =>
    currentSession().stateChange('x', { before: value, after: value }),
  ),
  'error()': isQuiet((value) => currentSession().error(value, value)),
  'score() name': isQuiet((value) => currentSession().score(value, 1)),
  'score()': isQuiet((value) => currentSession().score('x', value)),
};

export const hostileWays: Readonly<Record<string, HostileWay>> = { ...calls, ...sessions, ...handle };
