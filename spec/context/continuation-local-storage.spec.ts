import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../support/host-program.ts';
import { type Sink, startSink } from '../support/sink.ts';

/** Its test files, with how much each asserts at least. Left out are those of its own patches, of DNS and of entering for good. */
const files: readonly (readonly [string, number])[] = [
  ['async-context', 2],
  ['async-no-run-queue-multiple', 3],
  ['bind-emitter', 51],
  ['bind', 6],
  ['crypto', 3],
  ['error-handling', 17],
  ['fs', 170],
  ['namespaces', 8],
  ['nesting', 18],
  ['net-events', 4],
  ['promises', 16],
  ['run-and-return', 7],
  ['simple', 6],
  ['timers', 8],
  ['tracer-scenarios', 59],
  ['zlib', 1],
];

/** Tests that depend on the machine, or on a socket listener without a binding. */
const otherwise = [
  /changing ownership will error for non-root users/,
  /net connection: state is still preserved/,
];

describe('the tests of continuation-local-storage, on sessions', () => {
  let sink: Sink;
  beforeAll(async () => {
    sink = await startSink();
  });
  afterAll(() => sink.close());

  it.each(files)('hold: %s', async (file, asserted) => {
    const program = join(import.meta.dirname, '../support/programs/cls.ts');
    const result = await runProgram(program, {}, [sink.url, `${file}.tap.js`]);
    const counts = JSON.parse(result.stdout.trim().split('\n').at(-1) ?? '');
    const wrong = counts.wrong.filter((text: string) => !otherwise.some((known) => known.test(text)));
    expect({ ...counts, wrong }).toMatchObject({ running: 0, wrong: [] });
    expect(counts.asserted).toBeGreaterThanOrEqual(asserted);
    expect(result.code).toBe(0);
  });

  it('hold: an error thrown in a context leaves it unchanged', async () => {
    const program = join(import.meta.dirname, '../support/programs/cls.ts');
    const { stdout } = await runProgram(program, {}, [sink.url, 'proper-exit.tap.js']);
    expect(stdout).toContain('ok got expected message: oops');
  });
});
