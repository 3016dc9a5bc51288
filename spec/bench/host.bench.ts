import { fork } from 'node:child_process';
import { join } from 'node:path';
import { median, round } from './measure.ts';

const modes = ['clean', 'imported', 'traced'] as const;
type Mode = (typeof modes)[number];
const rounds = 12;

/** Runs the untraced work in a process of its own and returns its CPU time in milliseconds. */
function cpuMsOf(mode: Mode): Promise<number> {
  const child = fork(join(import.meta.dirname, 'work-host.ts'), [mode], { execArgv: [] });
  return new Promise((resolve, reject) => {
    child.once('message', (ms) => resolve(ms as number));
    child.once('exit', (code) => reject(new Error(`work-host.ts ${mode} ended with ${code}`)));
  });
}

/**
 * Compares untraced work in a process without Sentrial, with Sentrial imported, and after tracing. Each ratio is the
 * median over rounds, in which the three processes run one after another.
 */
export async function bench(): Promise<Readonly<Record<string, number>>> {
  const imported: number[] = [];
  const traced: number[] = [];
  for (let at = 0; at < rounds; at++) {
    const ms = {} as Record<Mode, number>;
    for (const mode of at % 2 === 0 ? modes : [...modes].reverse()) ms[mode] = await cpuMsOf(mode);
    imported.push(ms.imported / ms.clean);
    traced.push(ms.traced / ms.clean);
    console.log(modes.map((mode) => `${mode} ${Math.round(ms[mode])} ms`).join(', '));
  }
  return { importedVsClean: round(median(imported), 3), afterTracingVsClean: round(median(traced), 3) };
}
