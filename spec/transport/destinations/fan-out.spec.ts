import { join } from 'node:path';
import { type Destination, toCollector, toFile } from '@sentrial/mastra';
import { toMemory } from '@sentrial/mastra/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryStats } from '../../../lib/model/index.ts';
import { createSynchronousTransport, fanOut } from '../../../lib/transport/index.ts';
import { ownClient, recordSession } from '../../support/record.ts';
import { freePort, startSink } from '../../support/sink.ts';
import { tempDir } from '../../support/temp-dir.ts';

const lost = ({ dropped }: DeliveryStats) => Object.values(dropped).reduce((sum, count) => sum + count, 0);
const addsUp = (stats: DeliveryStats) =>
  stats.stored + stats.queued + stats.spooled + lost(stats) === stats.accepted;

describe('destinations', () => {
  it('each receive all items and are counted by name', async () => {
    const sink = await startSink();
    const memory = toMemory();
    const file = join(tempDir(), 'events.jsonl');
    const destinations = [toCollector(), memory, toFile(file)];
    const client = ownClient({ destinations, apiUrl: sink.url, apiKey: 'k', pii: {} });
    recordSession(client);
    const stats = await client.flush(2000);
    expect(stats.destinations).toMatchObject({
      collector: { accepted: 5, stored: 5 },
      memory: { accepted: 5, stored: 5 },
      [`file ${file}`]: { accepted: 5, stored: 5 },
    });
    expect(stats).toMatchObject({ accepted: 15, stored: 15 });
    expect(sink.stored()).toHaveLength(5);
    await sink.close();
  });

  it('receive items while another is down, and that one catches up', async () => {
    const memory = toMemory();
    const apiUrl = `http://127.0.0.1:${await freePort()}`;
    const client = ownClient({ destinations: [toCollector(), memory], apiUrl, apiKey: 'k', pii: {} });
    recordSession(client);
    await client.flush(300);
    expect(memory.sessions()).toMatchObject([{ status: 'completed' }]);
    expect(client.stats().destinations).toMatchObject({
      collector: { accepted: 5, stored: 0, queued: 5 },
      memory: { accepted: 5, stored: 5, queued: 0 },
    });
  });

  it('need no collector and no key of its own when none of them is the collector', async () => {
    const memory = toMemory();
    const apiUrl = 'https://collector.example';
    const client = ownClient({ destinations: [memory], apiUrl, failSilently: false });
    recordSession(client);
    expect(await client.flush(1000)).toMatchObject({ stored: 5 });
    expect(JSON.stringify(memory.sessions())).not.toContain('john@example.com');
  });

  it('receive nothing while the redaction policy is unusable', async () => {
    const memory = toMemory();
    const pii = { customPatterns: [{ label: 'X', pattern: /(?<=a)b/ }] };
    const client = ownClient({ destinations: [memory], pii });
    recordSession(client);
    await client.flush(50);
    expect(memory.sessions()).toEqual([]);
    expect(client.stats()).toMatchObject({ accepted: 5, queued: 5 });
  });

  it('may throw in any of their methods', async () => {
    const refuse = () => {
      throw new Error('mine');
    };
    const transport = { send: refuse, flush: refuse, close: refuse, stats: refuse, atRisk: refuse };
    const memory = toMemory();
    const throwing: Destination = { name: 'mine', open: () => transport };
    const unopened: Destination = { name: 'unopened', open: refuse };
    const client = ownClient({ destinations: [throwing, unopened, memory] });
    recordSession(client);
    expect((await client.flush(1000)).destinations).toMatchObject({
      mine: { accepted: 5, dropped: { failed: 5 } },
      unopened: { accepted: 5, dropped: { failed: 5 } },
      memory: { accepted: 5, stored: 5 },
    });
  });

  it('each deliver or count every item, whatever any of them answers', async () => {
    const answers = fc.array(fc.constantFrom(200, 200, 400, 413, 429, 503), { maxLength: 8 });
    const check = async (statuses: readonly number[], isFileFull: boolean) => {
      const sink = await startSink((_, count) => ({
        status: statuses[count] ?? 200,
        headers: { 'retry-after': '0' },
      }));
      const file = isFileFull ? '/dev/full' : join(tempDir(), 'events.jsonl');
      const destinations = [toCollector(), toFile(file), toMemory()];
      const client = ownClient({ destinations, apiUrl: sink.url, apiKey: 'k', pii: {} });
      for (let at = 0; at < 3; at++) recordSession(client);
      await client.flush(30);
      const all = Object.values(client.stats().destinations);
      await client.close(10);
      all.push(...Object.values(client.stats().destinations), client.stats());
      await sink.close();
      expect(all.filter((stats) => !addsUp(stats))).toEqual([]);
      expect(all.slice(0, 6).map(({ accepted }) => accepted)).toEqual(new Array(6).fill(15));
    };
    await fc.assert(fc.asyncProperty(answers, fc.boolean(), check), { numRuns: 25 });
  });
});

describe('fanOut()', () => {
  it('sends items to the destinations of a nested fan-out and lists their counts by name', async () => {
    const received: Record<string, string[]> = { a: [], b: [], c: [] };
    const to = (name: string) => ({
      name,
      transport: createSynchronousTransport(
        { writeItem: (item) => received[name]?.push(item.id), close: () => undefined },
        () => undefined,
      ),
    });
    const inner = fanOut([to('b'), to('c')]);
    const outer = fanOut([to('a'), { name: 'inner', transport: inner }]);
    outer.send([
      { type: 'session', id: 'sess_1', revision: 1 },
      { type: 'session', id: 'sess_2', revision: 2 },
    ]);
    expect(await outer.flush(100)).toBeUndefined();
    expect(received).toEqual({ a: ['sess_1', 'sess_2'], b: ['sess_1', 'sess_2'], c: ['sess_1', 'sess_2'] });
    expect(outer.statsByName().map(([name, { stored }]) => [name, stored])).toEqual([
      ['a', 2],
      ['b', 2],
      ['c', 2],
    ]);
    expect(outer.stats()).toMatchObject({ accepted: 6, stored: 6 });
  });
});
