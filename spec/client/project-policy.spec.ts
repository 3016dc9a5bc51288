import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createProjectRedactor } from '../../lib/client/project-policy.ts';
import type { TracerError } from '../../lib/model/index.ts';
import { type Clock, systemClock } from '../../lib/primitives/index.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { redactEvent } from '../support/redaction.ts';
import { freePort } from '../support/sink.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** Starts a collector that answers with a policy. Assign `answer` to change it. */
async function startPolicyServer(answer: Answer) {
  const requests: IncomingHttpHeaders[] = [];
  const policyServer = { answer, requests, url: '' };
  const server = createServer((request, response) => {
    requests.push(request.headers);
    response.writeHead(policyServer.answer.status).end(JSON.stringify(policyServer.answer.body ?? ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  policyServer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return policyServer;
}

function open(url: string, cacheFile = join(tempDir(), '.sentrial', 'policy.json'), clock?: Clock) {
  const problems: TracerError[] = [];
  const source = createProjectRedactor({
    url: new URL(url),
    keyOf: async () => 'key-1',
    digestKey: 'key-1',
    cacheFile,
    outside: (fn) => fn(),
    onProblem: (problem) => problems.push(problem),
    ...(clock ? { clock } : {}),
  });
  const redact = (input: string) => redactEvent({ input }, source.current());
  return { source, redact, problems, cacheFile };
}

const hash = { version: 'project-7', policy: { mode: 'hash' } };

describe('pii: true', () => {
  it('redacts by the policy of the collector', async () => {
    const { url, requests } = await startPolicyServer({ status: 200, body: hash });
    const { source, redact } = open(url);
    await source.ready();
    expect(redact('a@b.org')).toMatchObject({
      input: expect.stringMatching(/^\[EMAIL:/),
      redaction: { policy: 'project-7' },
    });
    expect(requests[0]).toMatchObject({ authorization: 'Bearer key-1' });
  });

  it('redacts by the strict policy until the collector answers', async () => {
    const { source, redact } = open(`http://127.0.0.1:${await freePort()}`);
    expect(redact('a@b.org')).toMatchObject({ input: '[EMAIL]', redaction: { policy: 'builtin-3' } });
    await source.ready();
    expect(redact('a@b.org').input).toBe('[EMAIL]');
  });

  it('uses the last known policy while the collector is unreachable', async () => {
    const { url } = await startPolicyServer({ status: 200, body: hash });
    const { source, cacheFile } = open(url);
    await source.ready();
    await vi.waitFor(() => expect(JSON.parse(readFileSync(cacheFile, 'utf8'))).toEqual(hash));
    expect(statSync(cacheFile).mode & 0o777).toBe(0o600);
    const offline = open(`http://127.0.0.1:${await freePort()}`, cacheFile);
    await offline.source.ready();
    expect(offline.redact('a@b.org').redaction?.policy).toBe('project-7');
  });

  it('writes no file for the built-in policy', async () => {
    const { url } = await startPolicyServer({ status: 200, body: { version: 'builtin-3', policy: {} } });
    const { source, cacheFile } = open(url);
    await source.ready();
    expect(existsSync(cacheFile)).toBe(false);
  });

  it('sends the version it knows and applies a newer policy', async () => {
    const clock = createManualClock();
    const policyServer = await startPolicyServer({ status: 200, body: hash });
    const { source, redact } = open(policyServer.url, undefined, {
      ...clock,
      startTimer: systemClock.startTimer,
    });
    await source.ready();
    policyServer.answer = { status: 200, body: { version: 'project-8', policy: { enabled: false } } };
    await clock.advance(61_000);
    redact('a@b.org');
    await vi.waitFor(() => expect(source.current()).toBeUndefined());
    expect(policyServer.requests[1]).toMatchObject({ 'if-none-match': '"project-7"' });
  });

  it.each([
    ['no such route', { status: 404 }],
    ['no policy', { status: 200, body: 'hello' }],
    ['an error', { status: 500 }],
  ])('keeps the strict policy when the answer is %s', async (_, answer) => {
    const { source, redact } = open((await startPolicyServer(answer)).url);
    await source.ready();
    expect(redact('a@b.org').redaction?.policy).toBe('builtin-3');
  });

  it('keeps the last policy when a newer one is invalid, and reports why', async () => {
    const policy = { customPatterns: [{ label: 'X', pattern: '(?=a)' }] };
    const { url } = await startPolicyServer({ status: 200, body: { version: 'project-8', policy } });
    const cacheFile = join(tempDir(), 'policy.json');
    writeFileSync(cacheFile, JSON.stringify(hash));
    const { source, redact, problems } = open(url, cacheFile);
    await source.ready();
    expect(redact('a@b.org').redaction?.policy).toBe('project-7');
    expect(problems[0]?.message).toContain('The pattern for X cannot be used');
  });
});
