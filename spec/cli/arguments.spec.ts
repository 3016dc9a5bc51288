import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/host-program.ts';
import { tempDir } from '../support/temp-dir.ts';

const sentrial = (...args: readonly string[]) => runProgram('lib/cli/main.ts', {}, args);

describe('sentrial', () => {
  it.each([
    ['serve --prot 3001', "Unknown option '--prot' of sentrial serve. Did you mean --port?"],
    ['serve 3001', "Unexpected argument '3001'. sentrial serve takes no arguments."],
    ['serve --port', "Option '--port' of sentrial serve needs a value."],
    ['serve --data --port 1', "Option '--data' of sentrial serve needs a value."],
    ['reprice --dry-rnu', "Unknown option '--dry-rnu' of sentrial reprice. Did you mean --dry-run?"],
    ['reprice --dry-run=yes', "Option '--dry-run' of sentrial reprice takes no value."],
    ['pii policy.json other.json', "Unexpected argument 'other.json'. sentrial pii takes only <file>."],
    ['pii --dta .', "Unknown option '--dta' of sentrial pii. Did you mean --data?"],
    ['spool status now', "Unexpected argument 'now'. sentrial spool takes only status | replay | purge."],
    ['spool', 'sentrial spool needs one of: status, replay, purge.'],
    ['spool --zzzzzzzz', "Unknown option '--zzzzzzzz' of sentrial spool."],
    ['leakcheck --fast', "Unknown option '--fast' of sentrial leakcheck."],
    ['srve', "Unknown command 'srve'. Did you mean serve?"],
    ['--verbose', "Unknown command '--verbose'."],
    ['--version --all', "Unknown command '--version'."],
  ])('refuses `%s` with one line and exit code 2', async (line, message) => {
    const result = await sentrial(...line.split(' '));
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toBe(`${message} Run sentrial --help for the usage.\n`);
  });

  it.each([['pii'], ['pii policy.json'], ['reprice'], ['reprice --dry-run']])(
    'refuses `%s` for a directory without a database, and creates nothing',
    async (line) => {
      const data = join(tempDir(), 'typo');
      const result = await sentrial(...line.split(' '), '--data', data);
      expect(result).toMatchObject({ code: 1, stdout: '' });
      expect(result.stderr).toBe(
        `The database ${join(data, 'sentrial.db')} does not exist. Pass the collector's data directory with --data, or start a collector with sentrial serve.\n`,
      );
      expect(existsSync(data)).toBe(false);
    },
  );

  it('creates no database in an existing directory either', async () => {
    const data = tempDir();
    expect(await sentrial('pii', '--data', data)).toMatchObject({ code: 1 });
    expect(readdirSync(data)).toEqual([]);
  });
});
