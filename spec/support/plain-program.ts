import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';
import type { ProgramResult } from './host-program.ts';
import { tempDir } from './temp-dir.ts';

const root = join(import.meta.dirname, '../..');
let count = 0;

/**
 * Writes a program as one file of plain JavaScript, so that it can be run under flags that forbid what running TypeScript
 * needs. Returns its path.
 */
export async function bundleProgram(source: string): Promise<string> {
  const outfile = join(root, `spec/.program-${process.pid}-bundle-${count++}.mjs`);
  onTestFinished(() => rmSync(outfile, { force: true }));
  await build({
    stdin: { contents: source, resolveDir: root, loader: 'ts' },
    alias: { '@sentrial/mastra': join(root, 'lib/index.ts') },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    target: 'node22',
    logLevel: 'silent',
  });
  return outfile;
}

/** Runs a file of plain JavaScript under flags of Node.js, to its end. */
export function runPlain(
  file: string,
  flags: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ProgramResult> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [...flags, file], {
    cwd: root,
    env: { ...process.env, SENTRIAL_SPOOL_DIR: tempDir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  return new Promise((resolve) => {
    child.once('close', (code, signal) =>
      resolve({ code, signal, stdout, stderr, ms: performance.now() - startMs }),
    );
  });
}
