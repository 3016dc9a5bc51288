import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SpecCollector, specKey, startSpecCollector } from '../support/collector.ts';
import { runSource } from '../support/host-program.ts';
import { tempDir } from '../support/temp-dir.ts';

let collector: SpecCollector;

beforeAll(async () => {
  collector = await startSpecCollector();
});
afterAll(() => collector.close());

/** Runs a program with one `acme-1` call of one input and one output token, and a price file. */
async function run(file: string, begin = '') {
  const path = join(tempDir(), 'prices.json');
  writeFileSync(path, file);
  const result = await runSource(
    `
    import { Agent } from '@mastra/core/agent';
    import { definePrices, flush, instrumentAgent } from '@sentrial/mastra';
    import { scriptedModel } from './support/scripted-model.ts';
    ${begin}
    const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
    const model = scriptedModel([{ text: 'hello' }], { provider: 'acme', id: 'acme-1', usage });
    const agent = new Agent({ id: 'a', name: 'a', instructions: 'Be brief.', model });
    console.log((await instrumentAgent(agent).generate('Hi')).text);
    await flush();
    `,
    { SENTRIAL_API_URL: collector.url, SENTRIAL_API_KEY: specKey, SENTRIAL_PRICES_FILE: path },
  );
  const { sessions } = await collector.ask.sessions();
  const { events } = await collector.ask.session(sessions[0]?.id ?? '');
  return { ...result, path, cost: events[0]?.cost };
}

describe('the price of a model call in a program', () => {
  it('comes from the price file', async () => {
    const { cost, stderr } = await run('{ "acme/acme-1": { "input": 1, "output": 2 } }');
    expect(cost).toMatchObject({ totalPico: 3_000_000, source: expect.stringMatching(/^prices\.json@/) });
    expect(stderr).toBe('');
  });

  it('comes from definePrices() before the price file', async () => {
    const { cost } = await run(
      '{ "acme/acme-1": { "input": 1, "output": 2 } }',
      `definePrices({ 'acme-1': { input: 10, output: 20 } });`,
    );
    expect(cost).toMatchObject({
      totalPico: 30_000_000,
      source: expect.stringMatching(/^definePrices\(\)@/),
    });
  });

  it('comes from the built-in list when the price file is invalid, with one line on stderr', async () => {
    const { code, stdout, stderr, path, cost } = await run('{ "acme/acme-1": { "input": "free" } }');
    expect([code, stdout]).toEqual([0, 'hello\n']);
    expect(stderr).toBe(
      `[sentrial] ${path} cannot be used: "acme/acme-1": input must be US dollars per million tokens, a number from 0 to 1000000, not "free". Until then, model calls are priced without it.\n`,
    );
    expect(cost).toEqual({ status: 'unpriced', reason: 'unknown-model', modelId: 'acme/acme-1' });
  });
});
