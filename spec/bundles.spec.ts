import { spawn } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { choosePolicy, startCollector } from '@sentrial/mastra/collector';
import { createQueryClient } from '@sentrial/mastra/query';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqliteStore } from '../lib/store/index.ts';
import { specKey } from './support/collector.ts';
import { freePort } from './support/sink.ts';
import { tempDir } from './support/temp-dir.ts';

const root = join(import.meta.dirname, '..');
const program = join(import.meta.dirname, 'support/programs/bundled.ts');
const alias = { '@sentrial/mastra': join(root, 'lib/index.ts') };

/** Mastra's own dependencies call `require()`, which an ES module must define. */
const banner = `import { createRequire as requireAt } from 'node:module'; const require = requireAt(import.meta.url);`;

async function withEsbuild(format: 'cjs' | 'esm', minify: boolean): Promise<string> {
  const outfile = join(tempDir(), format === 'cjs' ? 'program.cjs' : 'program.mjs');
  const { warnings } = await esbuild({
    entryPoints: [program],
    outfile,
    alias,
    bundle: true,
    platform: 'node',
    format,
    minify,
    logLevel: 'silent',
    ...(format === 'esm' ? { banner: { js: banner } } : {}),
  });
  expect(warnings.map(({ text }) => text)).toEqual([]);
  return outfile;
}

async function withVite(): Promise<string> {
  const outDir = tempDir();
  await vite({
    root,
    configFile: false,
    logLevel: 'silent',
    resolve: { alias },
    ssr: { noExternal: true },
    build: {
      ssr: program,
      outDir,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'program.mjs', codeSplitting: false } },
    },
  });
  return join(outDir, 'program.mjs');
}

/** Runs a bundle alone in a directory, without any `node_modules`. */
function run(bundle: string, env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  const cwd = tempDir();
  const file = join(cwd, bundle.endsWith('.cjs') ? 'program.cjs' : 'program.mjs');
  cpSync(bundle, file);
  const child = spawn(process.execPath, [file], { cwd, env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

async function startWithPolicy(port: number) {
  const dataDir = tempDir();
  const store = openSqliteStore(join(dataDir, 'sentrial.db'));
  const customPatterns = [{ label: 'TICKET', pattern: 'TCK-\\d+' }];
  await choosePolicy(store, 'default', { customPatterns });
  await store.close();
  const collector = await startCollector({ dataDir, port, apiKeys: [specKey] });
  onTestFinished(() => collector.close());
  return createQueryClient({ url: collector.url, apiKey: specKey });
}

describe('a program in one file', () => {
  it.each([
    ['esbuild, CommonJS', () => withEsbuild('cjs', false)],
    ['esbuild, CommonJS, minified', () => withEsbuild('cjs', true)],
    ['esbuild, ES module', () => withEsbuild('esm', false)],
    ['esbuild, ES module, minified', () => withEsbuild('esm', true)],
    ['Vite', withVite],
  ])(
    'delivers everything, redacted and priced, also from the spool: %s',
    async (_, bundle) => {
      const file = await bundle();
      const port = await freePort();
      const env = {
        SENTRIAL_API_URL: `http://127.0.0.1:${port}`,
        SENTRIAL_API_KEY: specKey,
        SENTRIAL_SPOOL_DIR: tempDir(),
      };
      const down = await run(file, env);
      expect([down.code, down.output]).toEqual([0, expect.stringContaining('No collector answers at')]);
      const queries = await startWithPolicy(port);
      const up = await run(file, env);
      expect([up.code, up.output]).toEqual([0, expect.stringMatching(/^\{[^}]*\}\n$/)]);

      const { sessions } = await queries.sessions();
      expect(sessions.map(({ agentName }) => agentName).sort()).toEqual([
        ...['functions', 'functions', 'own-policy', 'own-policy', 'project-policy', 'project-policy'],
      ]);
      const views = await Promise.all(sessions.map(({ id }) => queries.session(id)));
      const inputs = (name: string) =>
        views.filter(({ session }) => session.agentName === name).map(({ session }) => session.input);
      expect(inputs('project-policy')).toContain('Ticket [TICKET] of badge B-77 from [EMAIL]');
      expect(new Set(inputs('own-policy'))).toEqual(
        new Set(['Ticket [TICKET] of badge [BADGE] from [EMAIL]']),
      );
      const costs = sessions.map(({ agentName, totals }) => `${agentName} ${totals.costPico}`);
      expect(new Set(costs)).toEqual(
        new Set(['functions 0', 'own-policy 1200000000', 'project-policy 210000000']),
      );
    },
    60_000,
  );
});
