import { setImmediate } from 'node:timers';
/** Tells the platform that work goes on after a function has answered. */
export type WaitUntil = (work: Promise<unknown>) => void;

/** Where platforms put the context of a request, with its `waitUntil`. */
const requestContext = Symbol.for('@vercel/request-context');

/**
 * A function to be called for each recorded item: the first of a turn's items keeps the platform from freezing the
 * process until all are delivered.
 *
 * @param given the user's own; without one, that of the platform is used where it has one
 */
export function createWaitUntil(
  given: WaitUntil | undefined,
  deliver: () => Promise<unknown>,
  outside: <R>(fn: () => R) => R,
): () => void {
  let isWaiting = false;
  const work = async () => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    isWaiting = false;
    await deliver().catch(() => undefined);
  };

  return () => {
    if (isWaiting) return;
    try {
      const waitUntil = given ?? ofPlatform();
      if (!waitUntil) return;
      isWaiting = true;
      waitUntil(outside(work));
    } catch {
      // The request is over: there is nothing to wait for it with.
    }
  };
}

function ofPlatform(): WaitUntil | undefined {
  const holder = (
    globalThis as unknown as Record<symbol, { get?: () => { waitUntil?: WaitUntil } } | undefined>
  )[requestContext];
  return holder?.get?.()?.waitUntil;
}
