import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'sentrial-types-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the compiler says, with the code of ours as users get it and an older Mastra in place of the newest. */
async function compile(file: string, core: string): Promise<string> {
  const run = promisify(execFile);
  const tsc = join(root, 'node_modules/.bin/tsc');
  const older = join(root, 'node_modules', core, 'dist');
  const said = ({ stdout }: { readonly stdout: string }) => stdout;
  await run(tsc, ['-p', join(root, 'lib'), '--outDir', directory, '--emitDeclarationOnly']);
  const project = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      typeRoots: [join(root, 'node_modules/@types')],
      paths: {
        '@mastra/core': [join(older, 'index.d.ts')],
        '@mastra/core/*': [join(older, '*/index.d.ts')],
        '@sentrial/mastra': [join(directory, 'index.d.ts')],
      },
    },
    include: [],
    files: [file],
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(project));
  return run(tsc, ['-p', directory]).then(said, said);
}

describe.each([
  ['0.24', 'mastra-core-0-24'],
  ['1.0', 'mastra-core-1-0'],
  ['1.50', 'mastra-core-1-50'],
])('an instrumented agent of Mastra %s', (_, core) => {
  it('takes our option in every run method, and is an agent still', async () => {
    expect(await compile(join(root, 'spec/types/any-core.ts'), core)).toBe('');
  });
});
