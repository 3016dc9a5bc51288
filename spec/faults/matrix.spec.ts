import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SpecCollector, startSpecCollector } from '../support/collector.ts';
import {
  answering,
  type Fault,
  type FaultServer,
  hanging,
  healthy,
  resetting,
  startFaultServer,
  taking,
} from '../support/fault-server.ts';
import { type HostEnd, runHost } from '../support/hosts.ts';

interface Outcome {
  readonly end: HostEnd;
  readonly stored: number;
  readonly requestedAtMs: readonly number[];
}

interface Row {
  readonly name: string;
  /** How the program ends. @default once everything is stored */
  readonly ending?: string;
  readonly fault?: Fault | 'down';
  /** How long the fault lasts after everything was recorded. */
  readonly forMs?: number;
  readonly bytes?: number;
  readonly nodeOptions?: readonly string[];
  readonly spoolDir?: 'off';
  /** Whether what is missing is to be sent by the next start. */
  readonly startsAgain?: boolean;
}

const rows: readonly Row[] = [
  { name: 'healthy' },
  { name: 'down for 8 s', fault: 'down', forMs: 8000 },
  { name: 'down for 25 s', fault: 'down', forMs: 25_000 },
  { name: '500 for 8 s', fault: answering(500), forMs: 8000 },
  { name: '503 for 8 s', fault: answering(503), forMs: 8000 },
  { name: '429 with Retry-After: 5', fault: answering(429, { 'retry-after': '5' }), forMs: 1000 },
  { name: 'accepts and hangs for 8 s', fault: hanging, forMs: 8000 },
  { name: 'reset in the middle of the answer for 6 s', fault: resetting, forMs: 6000 },
  { name: '413 above 4 KB', fault: taking(4096), bytes: 300 },
  { name: '413 above 4 KB, each event larger', fault: taking(4096), bytes: 10_000 },
  { name: 'process.exit(0) at once', ending: 'exit', startsAgain: true },
  { name: 'natural end at once', ending: 'natural' },
  { name: 'uncaught throw at once', ending: 'throw', startsAgain: true },
  { name: 'SIGTERM at once', ending: 'SIGTERM', startsAgain: true },
  { name: 'kill -9 at once', ending: 'SIGKILL', startsAgain: true },
  { name: 'out of memory', ending: 'memory', nodeOptions: ['--max-old-space-size=120'], startsAgain: true },
  { name: 'down for ever, natural end', ending: 'natural', fault: 'down', startsAgain: true },
  { name: 'down for ever, natural end, no spool', ending: 'natural', fault: 'down', spoolDir: 'off' },
];

const base = mkdtempSync(join(tmpdir(), 'sentrial-faults-'));
const outcomes = new Map<string, Outcome>();
const servers: FaultServer[] = [];
let collector: SpecCollector;

async function play({
  name,
  ending = 'stored',
  fault = healthy,
  forMs,
  startsAgain,
  ...row
}: Row): Promise<void> {
  const server = await startFaultServer(collector.url, fault === 'down' ? healthy : fault);
  servers.push(server);
  const spoolDir = row.spoolDir ?? join(base, name.replaceAll(/\W+/g, '-'));
  if (fault === 'down') await server.down();
  const recover = async () => {
    if (fault === 'down') await server.up();
    server.fault = healthy;
  };
  const end = await runHost({
    ...row,
    ending,
    url: server.url,
    spoolDir,
    onRecorded: () => void (forMs !== undefined && setTimeout(recover, forMs)),
  });
  if (startsAgain) {
    if (fault === 'down') await server.up();
    await runHost({ ending: 'replay', events: 0, url: server.url, spoolDir });
  }
  const view = await collector.ask.session(end.sessionId).catch(() => undefined);
  outcomes.set(name, { end, stored: view?.events.length ?? 0, requestedAtMs: server.requestedAtMs });
}

/** Two at a time: the machine may have no more than two cores, and most of a row is waiting. */
async function playAll(): Promise<void> {
  const [long, short] = [
    rows.filter(({ forMs = 0 }) => forMs > 0),
    rows.filter(({ forMs = 0 }) => forMs === 0),
  ];
  await Promise.all([
    ...long.map(play),
    (async () => {
      for (const row of short) await play(row);
    })(),
  ]);
}

beforeAll(async () => {
  collector = await startSpecCollector();
  await playAll();
}, 120_000);

afterAll(async () => {
  await Promise.all(servers.map((server) => server.down()));
  await collector.close();
  rmSync(base, { recursive: true, force: true });
});

const outcomeOf = (name: string): Outcome => outcomes.get(name) as Outcome;

describe('200 events', () => {
  it.each(rows.filter(({ spoolDir }) => spoolDir !== 'off').map(({ name }) => name))(
    'are all stored, each once: %s',
    (name) => {
      expect(outcomeOf(name)).toMatchObject({ stored: 200 });
    },
  );

  it.each(rows.filter(({ ending = 'stored' }) => ending === 'stored').map(({ name }) => name))(
    'are accounted for: %s',
    (name) => {
      const { stats } = outcomeOf(name).end;
      expect(stats).toMatchObject({ accepted: 201, stored: 201, queued: 0, spooled: 0 });
    },
  );

  it('are cut rather than lost when each is too large', () => {
    const { stats } = outcomeOf('413 above 4 KB, each event larger').end;
    expect(stats).toMatchObject({ truncated: 200, dropped: { 'too-large': 0 } });
  });

  it('are not sent before Retry-After is over', () => {
    const [first = 0, second = 0] = outcomeOf('429 with Retry-After: 5').requestedAtMs;
    expect(second - first).toBeGreaterThanOrEqual(5000);
  });
});

describe('a program that is hit', () => {
  it.each([
    ['process.exit(0) at once', 0, null],
    ['uncaught throw at once', 1, null],
    ['SIGTERM at once', null, 'SIGTERM'],
    ['kill -9 at once', null, 'SIGKILL'],
    ['natural end at once', 0, null],
    ['down for ever, natural end', 0, null],
  ])('ends as it would without us: %s', (name, code, signal) => {
    expect(outcomeOf(name).end).toMatchObject({ code, signal });
  });

  it('is not delayed by a collector that is down', () => {
    expect(outcomeOf('down for ever, natural end').end.livedOnMs).toBeLessThan(200);
    expect(outcomeOf('down for ever, natural end, no spool').end.livedOnMs).toBeLessThan(2000);
  });

  it('reports the number of lost items when the disk is not writable', () => {
    expect(outcomeOf('down for ever, natural end, no spool').end.stderr).toContain(
      'before 202 recorded items',
    );
  });
});
