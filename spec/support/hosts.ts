import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { DeliveryStats } from '../../lib/model/index.ts';
import { specKey } from './collector.ts';
import { runSources } from './run-sources.ts';

const program = join(import.meta.dirname, 'programs/host.ts');

/** How the program of `programs/host.ts` is run. */
export interface HostRun {
  readonly ending: string;
  readonly url: string;
  /** `off` for none. */
  readonly spoolDir: string;
  /** @default 200 */
  readonly events?: number;
  /** @default 100 */
  readonly bytes?: number;
  readonly nodeOptions?: readonly string[];
  /** Called when everything has been recorded, with the process. */
  readonly onRecorded?: (child: ChildProcess) => void;
}

/** How it ended. */
export interface HostEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  readonly sessionId: string;
  /** Milliseconds from the moment everything was recorded to the end. */
  readonly livedOnMs: number;
  readonly stats: DeliveryStats | undefined;
}

/** Runs a program that records, in a process of its own, to its end. */
export function runHost(run: HostRun): Promise<HostEnd> {
  const { ending, url, spoolDir, events = 200, bytes = 100, nodeOptions = [], onRecorded } = run;
  const args = [...nodeOptions, ...runSources, program, ending, String(events), String(bytes)];
  const env = {
    ...process.env,
    SENTRIAL_API_URL: url,
    SENTRIAL_API_KEY: specKey,
    SENTRIAL_SPOOL_DIR: spoolDir,
  };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  let recordedMs = performance.now();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('recorded')) {
      recordedMs = performance.now();
      onRecorded?.(child);
    }
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      const lines = stdout.split('\n');
      const counts = lines.find((line) => line.startsWith('{'));
      resolve({
        code,
        signal,
        stderr,
        sessionId: lines.find((line) => line.startsWith('sess_')) ?? '',
        livedOnMs: performance.now() - recordedMs,
        stats: counts === undefined ? undefined : (JSON.parse(counts) as DeliveryStats),
      });
    });
  });
}
