const rounds = 5;
const roundMs = 400;

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * How fast something goes, in calls per second of CPU time: the best of five rounds, so that other work on the
 * machine counts little.
 */
export function callsPerSecond(call: () => void): number {
  for (const until = cpuMs() + roundMs; cpuMs() < until; ) call();
  let best = 0;
  for (let round = 0; round < rounds; round++) {
    const start = cpuMs();
    let calls = 0;
    let spent = 0;
    while (spent < roundMs) {
      call();
      calls++;
      spent = cpuMs() - start;
    }
    best = Math.max(best, (calls / spent) * 1000);
  }
  return best;
}

/** The same for each of several things, turn by turn in one process. */
export const compare = (calls: {
  readonly [name: string]: () => void;
}): { readonly [name: string]: number } =>
  Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, callsPerSecond(call)]));
