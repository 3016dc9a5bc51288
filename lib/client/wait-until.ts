import { setImmediate } from 'node:timers';

/** Asks the platform to keep a function running until `work` settles. */
export type WaitUntil = (work: Promise<unknown>) => void;

/** Where platforms publish the context of a request, with its `waitUntil`. */
const requestContext = Symbol.for('@vercel/request-context');

/**
 * Returns a function to call for each recorded item. The first item of a turn asks the platform to keep the process
 * running until everything is delivered.
 *
 * @param configured the user's `waitUntil` @default the platform's, where it has one
 */
export function createWaitUntil(
  configured: WaitUntil | undefined,
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
      const waitUntil = configured ?? platformWaitUntil();
      if (!waitUntil) return;
      isWaiting = true;
      waitUntil(outside(work));
    } catch {
      // The request is over, so the platform accepts no more work for it.
    }
  };
}

function platformWaitUntil(): WaitUntil | undefined {
  const holder = (
    globalThis as unknown as Record<symbol, { get?: () => { waitUntil?: WaitUntil } } | undefined>
  )[requestContext];
  return holder?.get?.()?.waitUntil;
}
