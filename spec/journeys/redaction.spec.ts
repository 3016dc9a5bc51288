import { configure, currentSession, flush, trace, withSession } from '@sentrial/mastra';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sink, startSink } from '../support/sink.ts';

const mail = 'jane.roe@example.com';
const encoded = (text: string) => Buffer.from(text).toString('base64');
const inStrings = (value: unknown, levels: number): string =>
  levels === 0 ? JSON.stringify(value) : JSON.stringify({ body: inStrings(value, levels - 1) });
const deep = (value: unknown, levels: number): unknown =>
  levels === 0 ? value : { next: deep(value, levels - 1) };

/** Values that hold personal data, and what must not be left of it. */
const hostile: readonly (readonly [name: string, value: unknown, ...traces: string[]])[] = [
  ['zero-width characters', 'jane\u200b.roe@exam\u200bple.com', 'roe@', 'ple.com'],
  ['tag characters', 'jane.roe\u{e0041}@example.com', 'jane.roe'],
  ['look-alikes and small signs', 'jаne.rоe﹫example․com', 'example'],
  ['percent escapes of all of it', [...mail].map((char) => `%${char.charCodeAt(0).toString(16)}`).join(''), '%6a'],
  ['entities', mail.replaceAll('.', '&period;').replace('@', '&#x40;'), 'jane'],
  ['Base64', encoded(`write to ${mail}, please`), encoded(`write to ${mail}`).slice(0, 16)],
  ['a data: URL', `data:text/plain;base64,${encoded(mail)}`, encoded(mail).slice(0, 16)],
  ['JSON in strings, four levels deep', inStrings({ password: 'hunter2', mail }, 4), 'hunter2', 'jane'],
  ['JSON that was cut off', inStrings({ password: 'hunter2', mail }, 2).slice(0, -9), 'hunter2'],
  ['a dictionary of Python', "{'password': 'hunter2', 'ssn': 219099999}", 'hunter2', '219099999'],
  ['an element', '<wsse:Password Type="t">hunter2</wsse:Password>', 'hunter2'],
  ['a command', 'deploy --api-key hunter2-and-more --dry-run', 'hunter2'],
  ['a sentence', 'I forgot: my password is hunter2!', 'hunter2'],
  ['header pairs', [['Authorization', 'Token hunter2']], 'hunter2'],
  ['headers that alternate', ['Host', 'x', 'X-Api-Key', 'hunter2'], 'hunter2'],
  ['a name and a value', [{ Name: 'DB_PASSWORD', Value: 'hunter2' }], 'hunter2'],
  ['entries of a Map', new Map([['authToken', { inner: 'hunter2' }]]), 'hunter2'],
  ['keys of a Map', new Map([[{ mail }, 1]]), 'jane'],
  ['Headers', new Headers({ authorization: 'hunter2' }), 'hunter2'],
  ['a URL', new URL('https://jane:hunter2@x.example/?token=hunter3'), 'hunter2', 'hunter3'],
  ['numbers under telling names', { ssn: 1051120, phone: 14155552671, pin: 4821 }, '1051120', '4155552671', '4821'],
  ['a bigint', { id: 4111111111111111n }, '4111111111111111'],
  ['keys', { [mail]: { '219-09-9999': 1 }, '+14155552671': 2 }, 'jane', '219-09', '4155552671'],
  ['an error with a cause', new Error(mail, { cause: new Error('SSN 219-09-9999') }), 'jane', '219-09'],
  ['an error of many', new AggregateError([new Error(mail)], 'several'), 'jane'],
  ['what an error carries', Object.assign(new Error('x'), { config: { headers: { Cookie: 'hunter2' } } }), 'hunter2'],
  ['deltas of text', [...mail].map((text) => ({ type: 'text-delta', text })), '"j"', '"@"'],
  [
    'deltas of arguments',
    ['{"ssn":"219-0', '9-99', '99"}'].map((argsTextDelta) => ({ type: 'tool-call-delta', argsTextDelta })),
    '219-0',
  ],
  ['a private key whose end was cut off', `-----BEGIN ${'PRIVATE'} KEY-----\nMIIEvQIBADAN`, 'MIIEvQ'],
  ['a token whose end was cut off', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lIn0`, 'eyJzdWIi'],
  ['two hundred levels', deep(mail, 60), 'jane'],
  ['a getter', { get mail() { return mail; } }, 'jane'],
  ['toJSON()', { toJSON: () => ({ mail }) }, 'jane'],
  ['the name of a function', { [Symbol(mail)]: 1, fn: Object.defineProperty(() => 1, 'name', { value: mail }) }, 'jane'],
]; // biome-ignore format: a table

let sink: Sink;

beforeAll(async () => {
  sink = await startSink();
  configure({ apiKey: 'sentrial_live_spec_key_0123456789', apiUrl: sink.url });
});

afterAll(() => sink.close());

describe('data that leaves the process', () => {
  it.each(hostile)('holds nothing of what is hidden in %s', async (_, value, ...traces) => {
    const before = sink.requests.length;
    const fail = trace(
      () => {
        throw new Error('failed', { cause: value });
      },
      { name: 'fail' },
    );
    withSession({ name: 'attack', input: value, metadata: { value } }, () => {
      trace((input: unknown) => input, { name: 'echo' })(value);
      expect(fail).toThrow('failed');
      currentSession().log('log', value);
      currentSession().stateChange('state', { before: value, after: { value } });
    });
    await flush();
    const sent = sink.requests.slice(before);
    const items = sent.flatMap((request) => request.items);
    expect(items.length).toBeGreaterThanOrEqual(6);
    const bodies = sent.map(({ body }) => body).join('\n');
    expect((traces as readonly string[]).filter((piece) => bodies.includes(piece))).toEqual([]);
    for (const { redaction } of items)
      expect(redaction).toEqual({
        policy: 'builtin-3',
        scanned: expect.any(Number),
        redacted: expect.any(Number),
        withheld: 0,
      });
  });
});
