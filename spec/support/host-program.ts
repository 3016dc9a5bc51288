import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runSources } from './run-sources.ts';
import { tempDir } from './temp-dir.ts';

/** How a program ended and what it wrote. */
export interface ProgramResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds from start to end. */
  readonly ms: number;
}

const root = join(import.meta.dirname, '../..');
let count = 0;

/** Runs a TypeScript program of the repository in a process of its own. */
export function runProgram(
  file: string,
  env: NodeJS.ProcessEnv = {},
  args: readonly string[] = [],
): Promise<ProgramResult> {
  const start = performance.now();
  const child = spawn(process.execPath, [...runSources, file, ...args], {
    cwd: root,
    // A spool of its own, so that it finds nothing that another program has left.
    env: { ...process.env, SENTRIAL_SPOOL_DIR: tempDir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr, ms: performance.now() - start });
    });
  });
}

/** Runs the text of a program, as a user of the package would write it. */
export function runSource(source: string, env: NodeJS.ProcessEnv = {}): Promise<ProgramResult> {
  const file = join(root, `spec/.program-${process.pid}-${count++}.ts`);
  writeFileSync(file, source);
  onTestFinished(() => rmSync(file, { force: true }));
  return runProgram(file, env);
}
