import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../../lib/client/options.ts';

const resolve = (options: Parameters<typeof resolveOptions>[0], env: NodeJS.ProcessEnv = {}) =>
  resolveOptions(options, env);

describe('the options of instrumentAgent()', () => {
  it('mean the collector on this machine when there is neither key nor address', () => {
    const { url, problem } = resolve({});
    expect([url.href, problem]).toEqual(['http://127.0.0.1:3001/', undefined]);
  });

  it('mean the hosted product when there is a key and no address', () => {
    expect(resolve({ apiKey: 'k' }).url.href).toBe('https://api.sentrial.com/');
  });

  it('come from the arguments first, then from the environment', async () => {
    const env = { SENTRIAL_API_KEY: 'env-key', SENTRIAL_API_URL: 'https://env.example' };
    expect(resolve({}, env).url.host).toBe('env.example');
    expect(resolve({ apiUrl: 'https://arg.example/' }, env).url.href).toBe('https://arg.example/');
    expect(await resolve({ apiKey: 'arg-key' }, env).keyOf()).toBe('arg-key');
    expect(await resolve({ apiKey: undefined }, env).keyOf()).toBe('env-key');
  });

  it('redact and fail silently unless told otherwise', () => {
    expect(resolve({})).toMatchObject({ pii: { by: 'project' }, failSilently: true });
    expect(resolve({ pii: true })).toMatchObject({ pii: { by: 'project' } });
    expect(resolve({ pii: { mode: 'hash' } })).toMatchObject({
      pii: { by: 'options', policy: { mode: 'hash' } },
    });
    expect(resolve({ pii: { enabled: false } })).toMatchObject({ pii: { by: 'none' } });
    expect(resolve({ pii: false, failSilently: false })).toMatchObject({
      pii: { by: 'none' },
      failSilently: false,
    });
  });

  it('are the same for the same policy, unless it has functions', () => {
    const identity = (pattern: RegExp) =>
      resolve({ pii: { customPatterns: [{ label: 'X', pattern }] } }).identity;
    const withFunction = () =>
      resolve({ pii: { customPatterns: [{ label: 'X', find: () => [] }] } }).identity;
    expect(identity(/a/)).toBe(identity(/a/));
    expect(identity(/a/)).not.toBe(identity(/b/));
    expect(withFunction()).not.toBe(withFunction());
  });

  it('never share a client with usable ones where they cannot be used', () => {
    const identities = [{}, { apiUrl: 'localhost:3001' }, { apiUrl: 'nonsense' }].map(
      (options) => resolve(options).identity,
    );
    expect(new Set(identities).size).toBe(3);
  });

  it('take a key without the line break at the end of the file it was read from', () => {
    expect(resolve({ apiKey: 'sentrial_live\n' })).toMatchObject({ key: 'sentrial_live' });
    expect(resolve({}, { SENTRIAL_API_KEY: ' \n' }).key).toBeUndefined();
  });

  it.each([
    ['not an address', { apiUrl: 'nonsense' }, 'invalid-option', 'is no address'],
    ['another scheme', { apiUrl: 'ftp://example.com' }, 'invalid-option', 'neither http: nor https:'],
    ['no scheme', { apiUrl: 'localhost:3001' }, 'invalid-option', 'like http://localhost:3001'],
    ['a key with a line break', { apiKey: 'sentrial\nlive' }, 'invalid-option', 'The API key holds'],
    ['a name as destination', { destinations: ['collector'] as never }, 'invalid-option', 'toCollector()'],
    ['no list of destinations', { destinations: 'collector' as never }, 'invalid-option', 'takes a list'],
    ['a typo in a policy', { pii: { customPattern: [] } as never }, 'invalid-option', 'customPattern is not'],
    [
      'cleartext off this machine',
      { apiUrl: 'http://example.com', apiKey: 'k' },
      'invalid-option',
      'unencrypted',
    ],
    [
      'a pattern that cannot be used',
      { pii: { customPatterns: [{ label: 'X', pattern: '(?=a)' }] } },
      'invalid-option',
      'The pattern for X cannot be used',
    ],
    ['no key for another machine', { apiUrl: 'https://example.com' }, 'missing-key', 'Set SENTRIAL_API_KEY'],
  ])('say what to do about %s', (_, options, code, message) => {
    expect(resolve(options).problem).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
