import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveryStats } from '../../lib/model/index.ts';
import { type SpecCollector, specKey, startSpecCollector } from '../support/collector.ts';
import { bundleProgram, runPlain } from '../support/plain-program.ts';

let collector: SpecCollector;

beforeAll(async () => {
  collector = await startSpecCollector();
});
afterAll(() => collector.close());

const recording = (before: string, after = '') =>
  `
  import { currentSession, flush, trace, withSession } from '@sentrial/mastra';
  const double = trace(async function double(n) { return n * 2; });
  ${before}
  const sum = await withSession({ name: 'host' }, async () => {
    currentSession().setMetadata({ mail: 'john@example.com' });
    return (await double(20)) + (await double(1));
  });
  ${after}
  const stats = await flush(5000);
  process.stdout.write('sum ' + sum + '\\n' + $json(stats) + '\\n');
`.replace('$json', before.includes('$json') ? '$json' : 'JSON.stringify');

interface Seen {
  readonly code: number | null;
  readonly sum: string | undefined;
  readonly stats: DeliveryStats;
  readonly stderr: string;
}

async function see(
  source: string,
  flags: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Seen> {
  const file = await bundleProgram(source);
  const where = { SENTRIAL_API_URL: collector.url, SENTRIAL_API_KEY: specKey, ...env };
  const { code, stdout, stderr } = await runPlain(file, flags, where);
  const [sum, json = '{}'] = stdout.split('\n');
  expect(stderr, stderr).not.toMatch(/^\s+at /m);
  return { code, sum, stats: JSON.parse(json || '{}') as DeliveryStats, stderr };
}

const lost = ({ dropped }: DeliveryStats) => Object.values(dropped).reduce((sum, count) => sum + count, 0);

describe('a program run by Node.js with', () => {
  it.each([
    ['no flags', []],
    ['--frozen-intrinsics', ['--frozen-intrinsics', '--no-warnings']],
    ['--disallow-code-generation-from-strings', ['--disallow-code-generation-from-strings']],
    ['--disable-proto=throw', ['--disable-proto=throw']],
    ['--jitless', ['--jitless', '--no-warnings']],
  ])('%s is recorded as ever', async (_, flags) => {
    const seen = await see(recording(''), flags);
    expect(seen).toMatchObject({ code: 0, sum: 'sum 42', stats: { stored: seen.stats.accepted, queued: 0 } });
    expect(seen.stats.accepted).toBeGreaterThanOrEqual(4);
  });

  it('--permission without a writable path records without a spool and logs it', async () => {
    const flags = ['--permission', '--allow-fs-read=*', '--no-warnings'];
    const seen = await see(recording(''), flags);
    expect(seen).toMatchObject({ code: 0, sum: 'sum 42', stats: { stored: seen.stats.accepted, queued: 0 } });
    expect(seen.stderr).toContain('wait only in memory');
  });
});

describe('a program that traces every request it makes', () => {
  it('records none of our own requests', async () => {
    const before = `
      const { createRequire, syncBuiltinESMExports } = await import('node:module');
      const http = createRequire(import.meta.url)('node:http');
      const theirs = http.request;
      http.request = trace(theirs, { name: 'request' });
      syncBuiltinESMExports();
    `;
    const twice = 'await flush(5000);';
    const { code, stats } = await see(recording(before, twice));
    expect(code).toBe(0);
    // The start of the session, its metadata, two calls, and its end.
    expect(stats).toMatchObject({ accepted: 5, stored: 5, queued: 0 });
  });
});

describe('a program that replaces', () => {
  const throwing = "() => { throw new Error('the host has broken this'); }";

  it.each([
    ['fetch', `globalThis.fetch = ${throwing};`],
    ['Date.now', 'Date.now = () => 0;'],
    [
      'every timer',
      `for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval'])
        globalThis[name] = ${throwing};`,
    ],
    ['console', 'globalThis.console = undefined;'],
    [
      'Array.prototype with a method of its own',
      'Array.prototype.last = function () { return this.at(-1); };',
    ],
    ['Object.prototype with a field of its own', "Object.prototype.polluted = 'yes';"],
    ['Promise', 'globalThis.Promise = class extends Promise {};'],
    ['Math.random', 'Math.random = () => 0;'],
  ])('%s is recorded as ever', async (_, before) => {
    const seen = await see(recording(before));
    expect(seen).toMatchObject({ code: 0, sum: 'sum 42', stats: { stored: seen.stats.accepted, queued: 0 } });
    expect(seen.stats.accepted).toBeGreaterThanOrEqual(4);
  });

  it.each([
    ['JSON.stringify', `const $json = JSON.stringify; JSON.stringify = ${throwing};`],
    ['Object.entries', `const $json = JSON.stringify; Object.entries = ${throwing};`],
    [
      'Date',
      `const $json = JSON.stringify; globalThis.Date = class { constructor() { throw new Error('no'); } };`,
    ],
  ])('%s by what throws runs as without us, and what is lost by it is counted', async (_, before) => {
    const restored = 'JSON.stringify = $json;';
    const { code, sum, stats } = await see(recording(before, restored));
    expect([code, sum]).toEqual([0, 'sum 42']);
    expect(stats.stored + stats.queued + stats.spooled + lost(stats)).toBe(stats.accepted);
  });
});
