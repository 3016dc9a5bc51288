import { setImmediate, setTimeout } from 'node:timers';
import { inspect } from 'node:util';
import { sessionScope } from '../../context/index.ts';

type Told = (outcome: unknown) => void;

/** True for promises that are awaited as what they are; others may do something whenever `then` is called. */
export function isPlainPromise(promise: Promise<unknown>): boolean {
  for (let at: object | null = promise; at; at = Object.getPrototypeOf(at)) {
    const own = Object.getOwnPropertyDescriptor(at, 'then');
    if (own) return own.value === nativeThen;
  }
  return false;
}

/**
 * Tells how a promise ends, and leaves it the same promise: one that is rejected and that nobody handles is told to
 * the program as unhandled, one that is handled is not.
 *
 * @param isNew nobody can have followed the promise yet, as when an async function has just returned it
 */
export function followPromise(promise: Promise<unknown>, onValue: Told, onError: Told, isNew: boolean): void {
  let following = followings.get(promise);
  if (!following) {
    following = new Following(promise);
    followings.set(promise, following);
  }
  following.tell(promise, onValue, onError, isNew);
}

const followings = new WeakMap<Promise<unknown>, Following>();
const { then: nativeThen } = Promise.prototype;

/** What assigning to the property would do where it is inherited. */
function becomeOwn(this: object, value: unknown): void {
  const property = { value, writable: true, enumerable: true, configurable: true };
  void Object.defineProperty(this, 'constructor', property);
}

/**
 * Who follows a promise. Following it marks it as handled, so that this is done where nobody can have handled it
 * before, or once somebody else does.
 */
class Following {
  readonly #isCountable: boolean;
  readonly #waiting: (readonly [Told, Told])[] = [];
  #isFollowed = false;
  #isAttaching = false;
  #isAttached = false;
  #unhandled: Promise<never> | undefined;

  constructor(promise: Promise<unknown>) {
    this.#isCountable = Object.isExtensible(promise) && !Object.hasOwn(promise, 'constructor');
    if (!this.#isCountable) return;
    const made = promise.constructor;
    // Whoever follows a promise reads its `constructor`. Ours is to be a plain one, of no class of the program's.
    const read = () => {
      if (this.#isAttaching) return Promise;
      this.#othersFollow(promise);
      return made;
    };
    void Object.defineProperty(promise, 'constructor', {
      get: read,
      set: becomeOwn,
      configurable: true,
      enumerable: false,
    });
  }

  tell(promise: Promise<unknown>, onValue: Told, onError: Told, isNew: boolean): void {
    if (isNew || this.#isAttached || this.#isFollowed || !this.#isCountable) {
      this.#attach(promise, onValue, onError);
      return;
    }
    this.#waiting.push([onValue, onError]);
    if (this.#waiting.length === 1) lookLater(new WeakRef(promise), 0);
  }

  /**
   * Tells those who wait of a promise that nobody follows, once it has ended.
   *
   * @param isEarly whoever will handle a rejection may still come
   * @returns true when there is more to look for
   */
  look(promise: Promise<unknown>, isEarly: boolean): boolean {
    if (this.#waiting.length === 0) return false;
    const [, state, reason = ''] = stateOf(promise);
    if (state === 'pending' || (state === 'rejected' && isEarly)) return true;
    if (state === 'rejected') for (const [, onError] of this.#waiting.splice(0)) onError(reason);
    else this.#attachAll(promise);
    return false;
  }

  #othersFollow(promise: Promise<unknown>): void {
    this.#isFollowed = true;
    this.#attachAll(promise);
    if (!this.#unhandled) return;
    nativeThen.call(this.#unhandled, undefined, () => undefined);
    this.#unhandled = undefined;
  }

  #attachAll(promise: Promise<unknown>): void {
    for (const [onValue, onError] of this.#waiting.splice(0)) this.#attach(promise, onValue, onError);
  }

  #attach(promise: Promise<unknown>, onValue: Told, onError: Told): void {
    const isFirst = !this.#isAttached;
    this.#isAttached = true;
    this.#isAttaching = true;
    try {
      void nativeThen.call(promise, onValue, (error: unknown) => {
        onError(error);
        // After the microtasks, where Node.js itself looks for rejections that are not handled.
        if (isFirst && this.#isCountable) process.nextTick(() => this.#tellUnhandled(error));
      });
    } finally {
      this.#isAttaching = false;
    }
  }

  #tellUnhandled(error: unknown): void {
    if (!this.#isFollowed) this.#unhandled = Promise.reject(error);
  }
}

const lastLookMs = 10_000;

/** Looks at a promise that may be followed by nobody, ever more seldom. Neither the promise nor a session is held. */
function lookLater(promise: WeakRef<Promise<unknown>>, looks: number): void {
  const look = () => {
    const still = promise.deref();
    if (still && followings.get(still)?.look(still, looks < 2)) lookLater(promise, looks + 1);
  };
  sessionScope.outside(() => {
    if (looks === 0) queueMicrotask(look);
    else if (looks === 1) setImmediate(look).unref();
    else setTimeout(look, Math.min(2 ** (looks - 2), lastLookMs)).unref();
  });
}

/** The state of a promise, and the first line of its reason, as Node.js shows them to people. */
function stateOf(promise: Promise<unknown>): readonly (string | undefined)[] {
  const shown = inspect(promise, { depth: 0, customInspect: false, showProxy: true, maxStringLength: 200 });
  return /^[^{]*\{\s*<(pending|rejected)>(?: (.*))?/.exec(shown) ?? [];
}
