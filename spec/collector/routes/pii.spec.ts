import { describe, expect, it } from 'vitest';
import { choosePolicy } from '../../../lib/collector/index.ts';
import { openCollectorHarness } from '../../support/collector-harness.ts';
import { llmEvent, started } from '../../support/items.ts';

const harness = openCollectorHarness();
const sessionOf = async (id: string) => (await harness.ask('GET', `/api/query/sessions/${id}`)).json.session;
const send = (...items: readonly unknown[]) => harness.ask('POST', '/api/sdk/batch', { body: { items } });

describe('GET /api/sdk/pii', () => {
  it('returns the built-in policy by default', async () => {
    const { status, json, headers } = await harness.ask('GET', '/api/sdk/pii', { key: 'ingest-only' });
    expect([status, json]).toEqual([200, { version: 'builtin-3', policy: {} }]);
    expect(headers.get('etag')).toBe('"builtin-3"');
  });

  it('returns only the chosen policy of the project', async () => {
    await choosePolicy(harness.store, 'p1', { mode: 'hash' });
    await choosePolicy(harness.store, 'p1', {
      mode: 'hash',
      customPatterns: [{ label: 'X', pattern: /a/i }],
    });
    expect((await harness.ask('GET', '/api/sdk/pii')).json).toEqual({
      version: 'project-2',
      policy: { mode: 'hash', customPatterns: [{ label: 'X', pattern: 'a', flags: 'i' }] },
    });
    expect((await harness.ask('GET', '/api/sdk/pii', { key: 'key-2' })).json.version).toBe('builtin-3');
  });

  it('answers 304 to a client that has the current version', async () => {
    const headers = { 'if-none-match': '"builtin-3"' };
    expect((await harness.ask('GET', '/api/sdk/pii', { headers })).status).toBe(304);
    expect((await harness.ask('GET', '/api/sdk/pii', { key: '' })).status).toBe(401);
  });
});

describe('GET /api/query/redaction', () => {
  const ask = async () => (await harness.ask('GET', '/api/query/redaction')).json;

  it('describes the built-in policy by default', async () => {
    const view = await ask();
    expect(view).toMatchObject({
      version: 'builtin-3',
      isChosen: false,
      enabled: true,
      mode: 'label',
      policy: {},
    });
    expect(view.kinds).toContainEqual({ pattern: 'creditCards', label: 'CREDIT_CARD', isOn: true });
    expect(view.kinds).toContainEqual({ pattern: 'urls', label: 'URL', isOn: false });
    expect(view.fields).toHaveLength(7);
    expect(view).not.toHaveProperty('changedAt');
  });

  it('describes the chosen policy with its date and the command to change it', async () => {
    harness.replace({ dataDir: "/home/o'neil/my data" });
    const before = new Date().toISOString();
    await choosePolicy(harness.store, 'p1', {
      fields: ['metadata'],
      builtinPatterns: { emails: false },
      customPatterns: [{ label: 'X', pattern: /a/i }],
    });
    const view = await ask();
    expect(view).toMatchObject({
      version: 'project-1',
      isChosen: true,
      customPatterns: [{ label: 'X', pattern: 'a', flags: 'i' }],
      command: `npx sentrial pii policy.json --data '/home/o'\\''neil/my data'`,
    });
    expect(view.changedAt >= before).toBe(true);
    expect(view.fields.filter(({ isOn }: { isOn: boolean }) => isOn)).toEqual([
      { name: 'metadata', isOn: true },
    ]);
    expect(view.kinds[0]).toEqual({ pattern: 'emails', label: 'EMAIL', isOn: false });
  });

  it('needs a key that may read', async () => {
    expect((await harness.ask('GET', '/api/query/redaction', { key: 'ingest-only' })).status).toBe(403);
    const other = await harness.ask('GET', '/api/query/redaction', { key: 'key-2' });
    expect(other.json.version).toBe('builtin-3');
  });
});

describe('choosePolicy()', () => {
  it('refuses an invalid policy with the reason', async () => {
    const choose = (config: unknown) => choosePolicy(harness.store, 'p1', config);
    await expect(choose({ mode: 'blur' })).rejects.toThrow('mode must be one of');
    await expect(choose({ customPatterns: [{ label: 'X', pattern: '(?=a)' }] })).rejects.toThrow(
      'Perl syntax',
    );
    await expect(choose({ customPatterns: [{ label: 'X', find: () => [] }] })).rejects.toThrow(
      'customPatterns X is a function and cannot be shared',
    );
    expect(await harness.store.getPolicy('p1')).toBeUndefined();
  });
});

describe('an item that arrives', () => {
  it('is redacted when its client does not redact', async () => {
    const body = {
      name: 'n',
      agentName: 'a',
      userId: 'ann@example.com',
      metadata: { owner: 'ann@example.com' },
    };
    const { id } = (await harness.ask('POST', '/api/sdk/sessions', { body })).json;
    await harness.ask('POST', '/api/sdk/events', {
      body: {
        sessionId: id,
        eventType: 'tool_call',
        toolName: 't',
        toolInput: { q: 'SSN 123-45-6789', password: 'x' },
      },
    });
    await harness.ask('PATCH', `/api/sdk/sessions/${id}`, { body: { output: 'wrote to bob@example.com' } });
    const session = await sessionOf(id);
    expect(session).toMatchObject({
      userId: expect.stringMatching(/^\[EMAIL:[0-9a-f]{8}\]$/),
      metadata: { owner: '[EMAIL]' },
      output: 'wrote to [EMAIL]',
      redaction: { policies: ['builtin-3'] },
    });
    const [event] = (await harness.ask('GET', `/api/query/sessions/${id}`)).json.events;
    const detail = await harness.ask('GET', `/api/query/sessions/${id}/events/${event.id}`);
    expect(detail.json.input).toEqual({ q: 'SSN [SSN]', password: '[SECRET]' });
  });

  it('is redacted again by the policy of the project', async () => {
    await choosePolicy(harness.store, 'p1', {
      customPatterns: [{ label: 'EMPLOYEE', pattern: 'EMP-\\d{4}' }],
    });
    const redaction = { policy: 'builtin-3', scanned: 1, redacted: 1, withheld: 0 };
    await send({ ...started('s1', 1, { input: '[EMAIL] is EMP-1234' }), redaction });
    expect(await sessionOf('s1')).toMatchObject({
      input: '[EMAIL] is [EMPLOYEE]',
      redaction: {
        policies: ['builtin-3'],
        scanned: 1,
        redacted: 1,
        collector: { policies: ['project-1'], redacted: 1, withheld: 0 },
      },
    });
  });

  it('is stored unredacted when the program asks for it, unless the project has a policy', async () => {
    const redaction = { policy: 'off', scanned: 1, redacted: 0, withheld: 0 };
    await send({ ...started('s1', 1, { input: 'a@b.org' }), redaction });
    await choosePolicy(harness.store, 'p1', {});
    await send({ ...started('s2', 1, { input: 'a@b.org' }), redaction });
    expect((await sessionOf('s1')).input).toBe('a@b.org');
    expect(await sessionOf('s2')).toMatchObject({
      input: '[EMAIL]',
      redaction: { policies: ['off'], redacted: 0, collector: { policies: ['project-1'], redacted: 1 } },
    });
  });

  it('keeps the redaction counts of its program beside those of the collector', async () => {
    await choosePolicy(harness.store, 'p1', {
      customPatterns: [{ label: 'EMPLOYEE', pattern: 'EMP-\\d{4}' }],
    });
    const redaction = { policy: 'local-1f0c9a7e', scanned: 7, redacted: 3, withheld: 2 };
    await send(
      started('s1', 1),
      llmEvent('e1', 's1', { input: 'EMP-1234', redaction }),
      llmEvent('e2', 's1'),
    );
    const reported = await harness.ask('GET', '/api/query/sessions/s1/events/e1');
    expect(reported.json.redaction).toMatchObject({
      ...redaction,
      collector: { policy: 'project-1', redacted: 1, withheld: 0 },
    });
    const { events } = (await harness.ask('GET', '/api/query/sessions/s1')).json;
    expect(events.map((event: { redaction: { policy: string } }) => event.redaction.policy)).toEqual([
      'local-1f0c9a7e',
      'project-1',
    ]);
  });

  it('cannot forge the redaction counts of the collector', async () => {
    const collector = { policy: 'project-9', scanned: 9, redacted: 9, withheld: 9 };
    const redaction = { policy: 'off', scanned: 1, redacted: 0, withheld: 0, collector };
    await send({ ...started('s1', 1), redaction });
    expect((await sessionOf('s1')).redaction).toEqual({
      policies: ['off'],
      scanned: 1,
      redacted: 0,
      withheld: 0,
    });
  });

  it('has no personal data in its ids', async () => {
    await send(started('jane@example.com', 1, { parentSessionId: 'joe@example.com' }), {
      ...llmEvent('ev-joe@example.com', 'jane@example.com'),
      parentEventId: 'jim@example.com',
    });
    const { text, json } = await harness.ask('GET', '/api/query/sessions');
    expect(json.sessions).toMatchObject([
      { id: expect.stringMatching(/^\[EMAIL:[0-9a-f]{8}\]$/), eventCount: 1 },
    ]);
    const { id } = json.sessions[0];
    const view = await harness.ask('GET', `/api/query/sessions/${encodeURIComponent(id)}`);
    expect(view.status).toBe(200);
    expect(text + view.text).not.toContain('example.com');
  });

  it('is stored unredacted when the project redacts nothing', async () => {
    await choosePolicy(harness.store, 'p1', { enabled: false });
    await send(started('s1', 1, { input: 'a@b.org' }), llmEvent('e1', 's1'));
    expect(await sessionOf('s1')).toMatchObject({ input: 'a@b.org', redaction: { policies: ['off'] } });
  });
});
