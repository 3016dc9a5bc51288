import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../../support/host-program.ts';

const program = join(import.meta.dirname, '../../support/programs/rejections.ts');

describe('a promise that is rejected', () => {
  it.each(['trace', 'withSession'])(
    'is reported as unhandled with %s exactly when it would be without, at the same time',
    async (watcher) => {
      const [bare, watched] = await Promise.all([
        runProgram(program, {}, ['bare']),
        runProgram(program, {}, [watcher]),
      ]);
      expect(bare.stdout).toContain('  unhandled async');
      expect(bare.stdout).toContain('  handled after all');
      expect(watched.stdout).toBe(bare.stdout);
      expect(watched.code).toBe(bare.code);
    },
  );
});
