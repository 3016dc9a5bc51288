import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createProjectRedactor } from '../../lib/client/project-policy.ts';
import type { TracerError } from '../../lib/model/index.ts';
import { redactEvent } from '../support/redaction.ts';
import { freePort } from '../support/sink.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** A collector that tells one policy, until it is told to tell another. */
async function startTeller(answer: Answer) {
  const asked: IncomingHttpHeaders[] = [];
  const teller = { answer, asked, url: '' };
  const server = createServer((request, response) => {
    asked.push(request.headers);
    response.writeHead(teller.answer.status).end(JSON.stringify(teller.answer.body ?? ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  teller.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return teller;
}

function open(url: string, cacheFile = join(tempDir(), '.sentrial', 'policy.json')) {
  const problems: TracerError[] = [];
  const source = createProjectRedactor({
    url: new URL(url),
    keyOf: async () => 'key-1',
    digestKey: 'key-1',
    cacheFile,
    outside: (fn) => fn(),
    onProblem: (problem) => problems.push(problem),
  });
  const redact = (input: string) => redactEvent({ input }, source.current());
  return { source, redact, problems, cacheFile };
}

const hash = { version: 'project-7', policy: { mode: 'hash' } };

describe('pii: true', () => {
  it('redacts by the policy that the collector tells', async () => {
    const { url, asked } = await startTeller({ status: 200, body: hash });
    const { source, redact } = open(url);
    await source.ready();
    expect(redact('a@b.org')).toMatchObject({
      input: expect.stringMatching(/^\[EMAIL:/),
      redaction: { policy: 'project-7' },
    });
    expect(asked[0]).toMatchObject({ authorization: 'Bearer key-1' });
  });

  it('redacts strictly before the first answer, and where there is none', async () => {
    const { source, redact } = open(`http://127.0.0.1:${await freePort()}`);
    expect(redact('a@b.org')).toMatchObject({ input: '[EMAIL]', redaction: { policy: 'builtin-3' } });
    await source.ready();
    expect(redact('a@b.org').input).toBe('[EMAIL]');
  });

  it('keeps the last policy for when the collector cannot be reached', async () => {
    const { url } = await startTeller({ status: 200, body: hash });
    const { source, cacheFile } = open(url);
    await source.ready();
    await vi.waitFor(() => expect(JSON.parse(readFileSync(cacheFile, 'utf8'))).toEqual(hash));
    expect(statSync(cacheFile).mode & 0o777).toBe(0o600);
    const offline = open(`http://127.0.0.1:${await freePort()}`, cacheFile);
    await offline.source.ready();
    expect(offline.redact('a@b.org').redaction?.policy).toBe('project-7');
  });

  it('leaves no file where nothing was chosen', async () => {
    const { url } = await startTeller({ status: 200, body: { version: 'builtin-3', policy: {} } });
    const { source, cacheFile } = open(url);
    await source.ready();
    expect(existsSync(cacheFile)).toBe(false);
  });

  it('says which policy it knows, and follows when there is another', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const teller = await startTeller({ status: 200, body: hash });
    const { source, redact } = open(teller.url);
    await source.ready();
    teller.answer = { status: 200, body: { version: 'project-8', policy: { enabled: false } } };
    vi.advanceTimersByTime(61_000);
    redact('a@b.org');
    await vi.waitFor(() => expect(source.current()).toBeUndefined());
    expect(teller.asked[1]).toMatchObject({ 'if-none-match': '"project-7"' });
  });

  it.each([
    ['no such route', { status: 404 }],
    ['no policy', { status: 200, body: 'hello' }],
    ['an error', { status: 500 }],
  ])('stays strict when the answer is %s', async (_, answer) => {
    const { source, redact } = open((await startTeller(answer)).url);
    await source.ready();
    expect(redact('a@b.org').redaction?.policy).toBe('builtin-3');
  });

  it('stays with the last policy when the next cannot be used, and tells why', async () => {
    const policy = { customPatterns: [{ label: 'X', pattern: '(?=a)' }] };
    const { url } = await startTeller({ status: 200, body: { version: 'project-8', policy } });
    const cacheFile = join(tempDir(), 'policy.json');
    writeFileSync(cacheFile, JSON.stringify(hash));
    const { source, redact, problems } = open(url, cacheFile);
    await source.ready();
    expect(redact('a@b.org').redaction?.policy).toBe('project-7');
    expect(problems[0]?.message).toContain('The pattern for X cannot be used');
  });
});
