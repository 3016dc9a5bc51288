import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/host-program.ts';
import { tempDir } from '../support/temp-dir.ts';

const sentrial = (prices: string | undefined, ...args: readonly string[]) =>
  runProgram('lib/cli/main.ts', prices === undefined ? {} : { SENTRIAL_PRICES_FILE: prices }, args);

describe('sentrial prices check', () => {
  it('lists the age of each source, and prices that differ from the second source', async () => {
    const file = join(tempDir(), 'prices.json');
    writeFileSync(
      file,
      JSON.stringify({
        'alibaba/qwen-flash': { input: 99, output: 99, checked: '2020-01-01' },
      }),
    );
    const { code, stdout, stderr } = await sentrial(file, 'prices', 'check');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/prices\.json@\w+ +1 +2020-01-01 \(stale: more than 180 days ago\)/);
    expect(stdout).toMatch(/alibaba\/qwen-flash +input +\$99 +\$0\.05 +-100 %/);
    expect(stdout).toContain('Prices are US dollars per million tokens.');
  });

  it('refuses other words with exit code 2', async () => {
    expect(await sentrial(undefined, 'prices')).toMatchObject({ code: 2 });
    expect(await sentrial(undefined, 'prices', 'list')).toMatchObject({ code: 2 });
  });

  it('reports an invalid price file with exit code 1', async () => {
    const file = join(tempDir(), 'prices.json');
    writeFileSync(file, '{ "a": { "input": 3 } }');
    expect(await sentrial(file, 'prices', 'check')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('output is missing'),
    });
  });
});
