import { setImmediate, setTimeout } from 'node:timers';
import { inspect, types } from 'node:util';
import { sessionScope } from '../../context/index.ts';

type Told = (outcome: unknown) => void;

const { then: nativeThen } = Promise.prototype;

/** True while promises of async functions are awaited as what they are. */
export const areNewPromisesPlain = (): boolean => Promise.prototype.then === nativeThen;

/** True for promises that are awaited as what they are; others may do something whenever `then` is called. */
export function isPlainPromise(value: unknown): value is Promise<unknown> {
  if (!types.isPromise(value) || types.isProxy(value)) return false;
  for (let at: object | null = value; at; at = Object.getPrototypeOf(at)) {
    const own = Object.getOwnPropertyDescriptor(at, 'then');
    if (own) return own.value === nativeThen;
  }
  return false;
}

/**
 * Tells how a promise ends, and leaves it the same promise: one that is rejected and that nobody handles is told to
 * the program as unhandled, one that is handled is not.
 *
 * Following a promise marks it as handled. So this is done where nobody can have handled it before, or once
 * somebody else does; and whoever does so reads its `constructor`, by which it is noticed.
 *
 * @param isNew nobody can have followed the promise yet, as when an async function has just returned it
 */
export function followPromise(promise: Promise<unknown>, onValue: Told, onError: Told, isNew: boolean): void {
  if (isNew) {
    attach(promise, onValue, (error) => {
      onError(error);
      // After the microtasks, where Node.js itself looks for rejections that are not handled.
      process.nextTick(tellUnhandled, promise, error);
    });
    void Object.defineProperty(promise, 'constructor', unfollowed);
    return;
  }
  const own = Object.getOwnPropertyDescriptor(promise, 'constructor');
  if (own || !Object.isExtensible(promise)) {
    const isUnfollowed = own?.get === unfollowed.get && !followedFrozen.has(promise);
    const others = isUnfollowed ? waiting.get(promise) : undefined;
    if (others) others.push([onValue, onError]);
    else attach(promise, onValue, onError);
    return;
  }
  void Object.defineProperty(promise, 'constructor', unfollowed);
  waiting.set(promise, [[onValue, onError]]);
  lookLater(new WeakRef(promise), 0);
}

/** Who waits for a promise to be followed by others. */
const waiting = new WeakMap<object, (readonly [Told, Told])[]>();
/** Those that were frozen before they were followed. */
const followedFrozen = new WeakSet<object>();
/** What the program was told of as unhandled, in place of the promise itself. */
const unhandled = new WeakMap<object, Promise<never>>();
let isAttaching = false;

/** The same two for all promises, so that none gets a shape of its own: that would be slow. */
const unfollowed = {
  get(this: object): unknown {
    const promise = isAttaching ? undefined : holderOf(this);
    if (!promise) return Promise;
    othersFollow(promise);
    return constructorAbove(promise, this);
  },
  set: becomeOwn,
  configurable: true,
  enumerable: false,
};

const followed = {
  ...unfollowed,
  get(this: object): unknown {
    const promise = isAttaching ? undefined : holderOf(this);
    return promise ? constructorAbove(promise, this) : Promise;
  },
};

/** What assigning to the property would do where it is inherited. */
function becomeOwn(this: object, value: unknown): void {
  const property = { value, writable: true, enumerable: true, configurable: true };
  void Object.defineProperty(this, 'constructor', property);
}

/** The object that has the property which was read on this one, found without running code of a proxy. */
function holderOf(object: object): object | undefined {
  let holder: object | null = object;
  while (holder && !types.isProxy(holder)) {
    if (Object.hasOwn(holder, 'constructor')) return holder;
    holder = Object.getPrototypeOf(holder);
  }
  return undefined;
}

const constructorAbove = (holder: object, receiver: object): unknown =>
  Reflect.get(Object.getPrototypeOf(holder) ?? Promise.prototype, 'constructor', receiver);

function othersFollow(promise: object): void {
  if (!Reflect.defineProperty(promise, 'constructor', followed)) followedFrozen.add(promise);
  attachWaiting(promise);
  const told = unhandled.get(promise);
  if (!told) return;
  unhandled.delete(promise);
  nativeThen.call(told, undefined, () => undefined);
}

function attachWaiting(promise: object): void {
  const all = waiting.get(promise);
  if (!all) return;
  waiting.delete(promise);
  for (const [onValue, onError] of all) attach(promise as Promise<unknown>, onValue, onError);
}

function attach(promise: Promise<unknown>, onValue: Told, onError: Told): void {
  // Reading `constructor` is part of it: ours is to be a plain promise, of no class of the program's.
  isAttaching = true;
  try {
    void nativeThen.call(promise, onValue, onError);
  } finally {
    isAttaching = false;
  }
}

function tellUnhandled(promise: Promise<unknown>, error: unknown): void {
  const own = Object.getOwnPropertyDescriptor(promise, 'constructor');
  if (own?.get !== unfollowed.get || followedFrozen.has(promise)) return;
  unhandled.set(promise, Promise.reject(error));
}

const lastLookMs = 10_000;

/** Looks at a promise that may be followed by nobody, ever more seldom. Neither the promise nor a session is held. */
function lookLater(promise: WeakRef<Promise<unknown>>, looks: number): void {
  const look = () => {
    const still = promise.deref();
    if (still && lookAt(still, looks < 2)) lookLater(promise, looks + 1);
  };
  sessionScope.outside(() => {
    if (looks === 0) queueMicrotask(look);
    else if (looks === 1) setImmediate(look).unref();
    else setTimeout(look, Math.min(2 ** (looks - 2), lastLookMs)).unref();
  });
}

/**
 * Tells those who wait of a promise that nobody follows, once it has ended.
 *
 * @param isEarly whoever will handle a rejection may still come
 * @returns true when there is more to look for
 */
function lookAt(promise: Promise<unknown>, isEarly: boolean): boolean {
  const all = waiting.get(promise);
  if (!all) return false;
  const [, state, reason = ''] = stateOf(promise);
  if (state === 'pending' || (state === 'rejected' && isEarly)) return true;
  if (state === 'rejected') {
    waiting.delete(promise);
    for (const [, onError] of all) onError(reason);
  } else {
    attachWaiting(promise);
  }
  return false;
}

/** The state of a promise, and the first line of its reason, as Node.js shows them to people. */
function stateOf(promise: Promise<unknown>): readonly (string | undefined)[] {
  const shown = inspect(promise, { depth: 0, customInspect: false, showProxy: true, maxStringLength: 200 });
  return /^[^{]*\{\s*<(pending|rejected)>(?: (.*))?/.exec(shown) ?? [];
}
