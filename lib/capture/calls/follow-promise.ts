/**
 * Tells how a promise ends, and leaves it the same promise. A rejection that nobody else handles is still told to
 * the program as unhandled, as it would be without a follower.
 */
export function followPromise(
  promise: Promise<unknown>,
  onValue: (value: unknown) => void,
  onError: (error: unknown) => void,
): void {
  const followers = followersOf(promise);
  followers.ours++;
  promise.then(onValue, (error) => {
    onError(error);
    // After the microtasks, where Node.js itself looks for rejections that are not handled.
    process.nextTick(() => {
      if (followers.all > followers.ours || followers.told) return;
      followers.told = true;
      void Promise.reject(error);
    });
  });
}

/** How many follow a promise; unknown where `all` is infinite. */
interface Followers {
  all: number;
  ours: number;
  /** True once a rejection was told as unhandled. */
  told: boolean;
}

const followersByPromise = new WeakMap<Promise<unknown>, Followers>();

/** Counts who follows a promise from now on: whoever does reads its `constructor`. */
function followersOf(promise: Promise<unknown>): Followers {
  const known = followersByPromise.get(promise);
  if (known) return known;
  const countable = Object.isExtensible(promise) && !Object.hasOwn(promise, 'constructor');
  const followers: Followers = { all: countable ? 0 : Number.POSITIVE_INFINITY, ours: 0, told: false };
  followersByPromise.set(promise, followers);
  if (!countable) return followers;
  const made = promise.constructor;
  void Object.defineProperty(promise, 'constructor', {
    get() {
      followers.all++;
      return made;
    },
    configurable: true,
    enumerable: false,
  });
  return followers;
}
