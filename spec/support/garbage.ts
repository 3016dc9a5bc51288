import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose_gc');
const gc: () => void = runInNewContext('gc');

/** Collects garbage, and waits until the finalizers have run. */
export async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await setImmediate();
    gc();
  }
  await setImmediate();
}
