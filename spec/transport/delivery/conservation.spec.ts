import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BatchItem, type DeliveryStats, TracerError } from '../../../lib/model/index.ts';
import type { Poster, PostResult } from '../../../lib/transport/delivery/poster.ts';
import { createBatchingTransport, type Transport } from '../../../lib/transport/index.ts';
import { Spool } from '../../../lib/transport/spool/spool.ts';
import { tempDir } from '../../support/temp-dir.ts';

const problem = new TracerError('unreachable', 'spec');

/** An answer: what it is, and a number that it may need. */
const answers = fc.tuple(
  fc.constantFrom(
    'stored',
    'partly-refused',
    'retry',
    'partly-stored',
    'refused',
    'too-large',
    'hang',
    'blocked',
  ),
  fc.nat(300),
);
const steps = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('send' as const), items: fc.nat(80), bytes: fc.nat(400) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.nat(12) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('flush' as const), ms: fc.nat(30) }) },
);

function resultOf([kind, number]: readonly [string, number], items: number): PostResult {
  const index = number % Math.max(1, items);
  switch (kind) {
    case 'partly-refused':
      return { status: 'stored', refused: [{ index, reason: 'spec' }] };
    case 'retry':
      return { status: 'retry', problem, stored: 0 };
    case 'partly-stored':
      return { status: 'retry', problem, stored: index };
    case 'refused':
    case 'too-large':
    case 'blocked':
      return { status: kind, problem };
    default:
      return { status: 'stored', refused: [] };
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

type Script = readonly (readonly [string, number])[];

/** A poster with scripted responses that records the stats it receives. */
function scripted(script: Script): Poster & { readonly seen: readonly DeliveryStats[] } {
  const seen: DeliveryStats[] = [];
  let count = 0;
  return {
    seen,
    async post(items, stats) {
      seen.push(stats);
      const answer = script[count++] ?? (['stored', 0] as const);
      await pause(answer[0] === 'hang' ? 15 : 0);
      return resultOf(answer, items.length);
    },
    close: () => undefined,
  };
}

const item = (revision: number, bytes: number): BatchItem => {
  const metadata = { note: 'x'.repeat(bytes) };
  const kind = (['log', 'tool', 'error'] as const)[revision % 3] ?? 'tool';
  if (revision % 4 === 0) return { type: 'session', id: 's', revision, metadata };
  const event = { type: 'event', id: `e${revision}`, sessionId: 's', sequence: revision, name: 'n' } as const;
  return { ...event, kind, startedAt: '2026-11-23T00:00:00.000Z', durationMs: 1, status: 'ok', metadata };
};

function expectToAddUp({ accepted, stored, queued, spooled, dropped }: DeliveryStats): void {
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  expect(stored + queued + spooled + lost).toBe(accepted);
  for (const count of [stored, queued, spooled, lost]) expect(count).toBeGreaterThanOrEqual(0);
}

const bounds = {
  maxQueuedItems: 60,
  maxQueuedBytes: 10_000,
  maxBatchItems: 20,
  lingerMs: 1,
  maxRetryMs: 5,
};

function openTransport(poster: Poster, where: string): Transport {
  const small = { maxBytes: 20_000, segmentBytes: 2000 };
  const spool =
    where === 'without' ? undefined : new Spool({ dir: tempDir(), url: 'http://spec', key: 'k', ...small });
  return createBatchingTransport(poster, { ...bounds, spool });
}

type Step =
  | { readonly act: 'send'; readonly items: number; readonly bytes: number }
  | { readonly act: 'wait' | 'flush'; readonly ms: number };

/** Returns how many items were sent. */
async function perform(transport: Transport, step: Step, sent: number): Promise<number> {
  if (step.act === 'wait') await pause(step.ms);
  if (step.act === 'flush') await transport.flush(step.ms);
  if (step.act !== 'send') return 0;
  for (let at = 0; at < step.items; at++) transport.send([item(sent + at, step.bytes)]);
  return step.items;
}

async function check(script: Script, acts: readonly Step[], where: string): Promise<void> {
  const poster = scripted(script);
  const transport = openTransport(poster, where);
  let sent = 0;
  for (const step of acts) {
    sent += await perform(transport, step, sent);
    expectToAddUp(transport.stats());
    expect(transport.stats().accepted).toBe(sent);
  }
  await transport.close(20);
  expectToAddUp(transport.stats());
  expect(transport.stats()).toMatchObject({ accepted: sent, queued: 0 });
  poster.seen.forEach(expectToAddUp);
}

describe('stats()', () => {
  it.each(['with a spool', 'without'])('adds up whatever happens, %s', { timeout: 60_000 }, async (where) => {
    const scripts = fc.array(answers, { maxLength: 30 });
    const programs = fc.array(steps, { maxLength: 12 });
    const holds = fc.asyncProperty(scripts, programs, (script, acts) => check(script, acts, where));
    await fc.assert(holds, { numRuns: 60 });
  });
});
