import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Cost, SessionEvent } from '../../lib/model/index.ts';
import { openSqliteStore } from '../../lib/store/index.ts';
import { runProgram } from '../support/host-program.ts';
import { llmEvent, started } from '../support/items.ts';
import { tempDir } from '../support/temp-dir.ts';

const usage = { inputTokens: 1_000_000, outputTokens: 100_000 };
const unpriced = (modelId: string): Cost => ({ status: 'unpriced', reason: 'unknown-model', modelId });
const byFile: Cost = {
  status: 'priced',
  totalPico: 5,
  parts: { input: 5 },
  modelId: 'acme/gone',
  source: 'sentrial.prices.json@00000000',
};

/** A database with two sessions of four model calls. */
async function history() {
  const data = tempDir();
  const acme = (id: string, sessionId: string, more: Partial<SessionEvent>) =>
    llmEvent(id, sessionId, { provider: 'acme', usage, ...more });
  const store = openSqliteStore(join(data, 'sentrial.db'));
  await store.write('default', [
    started('s1', 1),
    acme('e1', 's1', {
      model: 'acme-1',
      startedAt: '2026-10-01T00:00:00.000Z',
      cost: unpriced('acme/acme-1'),
    }),
    acme('e2', 's1', {
      model: 'acme-1',
      startedAt: '2026-11-01T00:00:00.000Z',
      cost: unpriced('acme/acme-1'),
    }),
    started('s2', 2),
    acme('e3', 's2', { model: 'gone', startedAt: '2026-11-02T00:00:00.000Z', cost: byFile }),
    acme('e4', 's2', {
      model: 'acme-2',
      startedAt: '2026-11-02T00:00:00.000Z',
      cost: unpriced('acme/acme-2'),
    }),
  ]);
  await store.close();
  const prices = join(data, 'prices.json');
  writeFileSync(
    prices,
    JSON.stringify({
      'acme/acme-1': [
        { input: 1, output: 10 },
        { from: '2026-11-01', input: 0.5, output: 10 },
      ],
    }),
  );
  const reprice = (...args: readonly string[]) =>
    runProgram('lib/cli/main.ts', { SENTRIAL_PRICES_FILE: prices }, ['reprice', '--data', data, ...args]);
  const totals = async () => {
    const reopened = openSqliteStore(join(data, 'sentrial.db'));
    const { sessions } = await reopened.listSessions('default', {}, {});
    await reopened.close();
    return Object.fromEntries(
      sessions.map(({ id, totals: { costPico, unpricedCalls } }) => [id, [costPico, unpricedCalls]]),
    );
  };
  return { prices, reprice, totals };
}

const before = { s1: ['0', 2], s2: ['5', 1] };
const after = { s1: ['3500000000000', 0], s2: ['0', 2] };

describe('sentrial reprice', () => {
  it('reports the changes, applies them, and finds none afterwards', async () => {
    const { reprice, totals } = await history();
    const table = [
      'model        calls  before           after',
      'acme/acme-1  2      unpriced         $3.50',
      'acme/gone    1      $0.000000000005  unpriced',
    ];
    const rest = ['Unpriced: acme/acme-2 (1), acme/gone (1).'];
    expect((await reprice('--dry-run')).stdout.split('\n')).toEqual([
      ...table,
      '3 of 4 model calls, in 2 sessions, would change from $0.000000000005 to $3.50.',
      ...rest,
      'This was a dry run. Nothing was changed.',
      '',
    ]);
    expect(await totals()).toEqual(before);
    expect((await reprice()).stdout.split('\n')).toEqual([
      ...table,
      '3 of 4 model calls, in 2 sessions, changed from $0.000000000005 to $3.50.',
      ...rest,
      '',
    ]);
    expect(await totals()).toEqual(after);
    expect((await reprice()).stdout.split('\n')).toEqual([
      '4 model calls priced again: no cost changed.',
      ...rest,
      '',
    ]);
    expect(await totals()).toEqual(after);
  });

  it('leaves calls before the given day unchanged', async () => {
    const { reprice, totals } = await history();
    expect((await reprice('--since', '2026-11-01')).stdout).toContain('2 of 3 model calls, in 2 sessions');
    expect(await totals()).toEqual({ s1: ['1500000000000', 1], s2: ['0', 2] });
  });

  it('compares the calls with another model, and changes nothing', async () => {
    const { reprice, totals } = await history();
    await reprice();
    const unchanged = await totals();
    const { code, stdout } = await reprice(
      '--what-if',
      'anthropic/claude-sonnet-4-5',
      '--since',
      '2026-10-01',
    );
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'agent  calls  cost   cost on anthropic/claude-sonnet-4-5  difference',
      'desk   2      $3.50  $16.50                               +371 %',
      '2 model calls of 2 come from a model with another tokenizer: $3.50 would be about $16.50. The other model counts the same text as another number of tokens.',
      'Apart from that, 2 model calls without a known cost would cost $16.50.',
      'Nothing was changed.',
      '',
    ]);
    expect(await totals()).toEqual(unchanged);
    expect(await reprice('--what-if', 'acme/unknown')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No price is known for the model "acme/unknown".'),
    });
  });

  it('explains invalid arguments and invalid prices in one line', async () => {
    const { reprice, prices } = await history();
    expect(await reprice('--since', 'yesterday')).toMatchObject({
      code: 1,
      stderr: '--since is yesterday. Use a day in UTC, such as 2026-10-07.\n',
    });
    writeFileSync(prices, '{ "acme/acme-1": { "input": 1 } }');
    expect(await reprice()).toMatchObject({
      code: 1,
      stderr: `${prices} cannot be used: "acme/acme-1": output is missing. Say what a million tokens cost in US dollars.\n`,
    });
    expect(await reprice('--data', '/nowhere')).toMatchObject({
      code: 1,
      stderr:
        "The database /nowhere/sentrial.db does not exist. Pass the collector's data directory with --data, or start a collector with sentrial serve.\n",
    });
  });
});
