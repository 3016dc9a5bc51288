import { setImmediate, setTimeout } from 'node:timers';
import { inspect, types } from 'node:util';
import { sessionScope } from '../../context/index.ts';

type Listener = (outcome: unknown) => void;

const { then: nativeThen } = Promise.prototype;

/** Returns whether the program left `Promise` unpatched, so that async functions return plain promises. */
export const areNewPromisesPlain = (): boolean => Promise.prototype.then === nativeThen;

/** Returns whether a promise is plain. Other promises can have side effects when `then` is called. */
export function isPlainPromise(value: unknown): value is Promise<unknown> {
  if (!types.isPromise(value) || types.isProxy(value)) return false;
  for (let at: object | null = value; at; at = Object.getPrototypeOf(at)) {
    const own = Object.getOwnPropertyDescriptor(at, 'then');
    if (own) return own.value === nativeThen;
  }
  return false;
}

/**
 * Reports how a promise settles without marking it as handled. It is followed at once when no handler can
 * exist yet, or else when a handler is added.
 *
 * @param isNew whether no handler can exist yet, as for a promise that an async function has just returned
 */
export function followPromise(
  promise: Promise<unknown>,
  onValue: Listener,
  onError: Listener,
  isNew: boolean,
): void {
  if (isNew) {
    attach(promise, onValue, (error) => {
      onError(error);
      // Runs after the microtasks, when Node.js itself checks for unhandled rejections.
      process.nextTick(reportUnhandled, promise, error);
    });
    mark(promise);
    return;
  }
  if (isMarked(promise)) {
    const others = waiting.get(promise);
    if (others) others.push([onValue, onError]);
    else attach(promise, onValue, onError);
    return;
  }
  if (Object.hasOwn(promise, 'constructor') || !mark(promise)) {
    attach(promise, onValue, onError);
    return;
  }
  waiting.set(promise, [[onValue, onError]]);
  lookLater(new WeakRef(promise), 0);
}

/** Callbacks that wait for a handler of a promise. */
const waiting = new WeakMap<object, (readonly [Listener, Listener])[]>();
/** Promises that were frozen before they were followed. */
const followedFrozen = new WeakSet<object>();
/** Promises reported as unhandled in place of the original ones. */
const unhandled = new WeakMap<object, Promise<never>>();
let isAttaching = false;

/**
 * Prototypes between an unfollowed promise and its own prototype. `then()` and `await` read `constructor` there.
 * An own property would do the same, but makes V8 slow down every promise of the process.
 */
const markers = new WeakMap<object, object>();
/** The prototype above each marker. */
const originals = new WeakMap<object, object>();

const markerProperties: PropertyDescriptorMap = {
  constructor: {
    get(this: object): unknown {
      const promise = isAttaching ? undefined : holderOf(this);
      if (!promise) return Promise;
      const above = originals.get(Object.getPrototypeOf(promise)) ?? Promise.prototype;
      othersFollow(promise, above);
      return Reflect.get(above, 'constructor', this);
    },
    set: becomeOwn,
    configurable: true,
    enumerable: false,
  },
};

function markerFor(prototype: object): object {
  const known = markers.get(prototype);
  if (known) return known;
  const marker = Object.create(prototype, markerProperties) as object;
  markers.set(prototype, marker);
  originals.set(marker, prototype);
  return marker;
}

/** Marks a promise as unfollowed. Returns false when it cannot be changed. */
const mark = (promise: object): boolean =>
  Reflect.setPrototypeOf(promise, markerFor(Object.getPrototypeOf(promise)));

/** Returns whether no handler was added since the promise was marked. */
const isMarked = (promise: object): boolean =>
  originals.has(Object.getPrototypeOf(promise)) &&
  !Object.hasOwn(promise, 'constructor') &&
  !followedFrozen.has(promise);

/** Mimics assignment to an inherited property. */
function becomeOwn(this: object, value: unknown): void {
  const property = { value, writable: true, enumerable: true, configurable: true };
  void Object.defineProperty(this, 'constructor', property);
}

/** Returns the marked promise from which a property was read, without running code of a proxy. */
function holderOf(object: object): object | undefined {
  let holder: object | null = object;
  while (holder && !types.isProxy(holder)) {
    const prototype: object | null = Object.getPrototypeOf(holder);
    if (prototype && originals.has(prototype)) return holder;
    holder = prototype;
  }
  return undefined;
}

function othersFollow(promise: object, prototype: object): void {
  if (followedFrozen.has(promise)) return;
  if (!Reflect.setPrototypeOf(promise, prototype)) followedFrozen.add(promise);
  attachWaiting(promise);
  const reported = unhandled.get(promise);
  if (!reported) return;
  unhandled.delete(promise);
  nativeThen.call(reported, undefined, () => undefined);
}

function attachWaiting(promise: object): void {
  const all = waiting.get(promise);
  if (!all) return;
  waiting.delete(promise);
  for (const [onValue, onError] of all) attach(promise as Promise<unknown>, onValue, onError);
}

function attach(promise: Promise<unknown>, onValue: Listener, onError: Listener): void {
  // Our own promise must be plain, not of a class of the program, so reading `constructor` is bypassed.
  isAttaching = true;
  try {
    void nativeThen.call(promise, onValue, onError);
  } finally {
    isAttaching = false;
  }
}

function reportUnhandled(promise: Promise<unknown>, error: unknown): void {
  if (isMarked(promise)) unhandled.set(promise, Promise.reject(error));
}

const lastLookMs = 10_000;

/**
 * Checks a promise that may have no handler, less and less often. Neither the promise nor a session is kept
 * alive.
 */
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
 * Reports the outcome of a settled promise without handlers.
 *
 * @param isEarly whether a handler can still be added in time
 * @returns whether further checks are needed
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

/** Returns the state of a promise and the first line of its reason, as Node.js prints them. */
function stateOf(promise: Promise<unknown>): readonly (string | undefined)[] {
  const shown = inspect(promise, { depth: 0, customInspect: false, showProxy: true, maxStringLength: 200 });
  return /^[^{]*\{\s*<(pending|rejected)>(?: (.*))?/.exec(shown) ?? [];
}
