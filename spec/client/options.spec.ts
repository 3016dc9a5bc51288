import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../../lib/client/options.ts';

const resolve = (options: Parameters<typeof resolveOptions>[0], env: NodeJS.ProcessEnv = {}) =>
  resolveOptions(options, env);

describe('resolveOptions()', () => {
  it('uses the collector on this machine when neither key nor URL is set', () => {
    const { url, problem } = resolve({});
    expect([url.href, problem]).toEqual(['http://127.0.0.1:3001/', undefined]);
  });

  it('uses the hosted product when only a key is set', () => {
    expect(resolve({ apiKey: 'k' }).url.href).toBe('https://api.sentrial.com/');
  });

  it('prefers arguments to environment variables', async () => {
    const env = { SENTRIAL_API_KEY: 'env-key', SENTRIAL_API_URL: 'https://env.example' };
    expect(resolve({}, env).url.host).toBe('env.example');
    expect(resolve({ apiUrl: 'https://arg.example/' }, env).url.href).toBe('https://arg.example/');
    expect(await resolve({ apiKey: 'arg-key' }, env).keyOf()).toBe('arg-key');
    expect(await resolve({ apiKey: undefined }, env).keyOf()).toBe('env-key');
  });

  it('redacts and fails silently by default', () => {
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

  it('gives equal policies the same identity, unless they contain functions', () => {
    const identity = (pattern: RegExp) =>
      resolve({ pii: { customPatterns: [{ label: 'X', pattern }] } }).identity;
    const withFunction = () =>
      resolve({ pii: { customPatterns: [{ label: 'X', find: () => [] }] } }).identity;
    expect(identity(/a/)).toBe(identity(/a/));
    expect(identity(/a/)).not.toBe(identity(/b/));
    expect(withFunction()).not.toBe(withFunction());
  });

  it('gives invalid options an identity of their own', () => {
    const identities = [{}, { apiUrl: 'localhost:3001' }, { apiUrl: 'nonsense' }].map(
      (options) => resolve(options).identity,
    );
    expect(new Set(identities).size).toBe(3);
  });

  it('trims the line break at the end of a key read from a file', () => {
    expect(resolve({ apiKey: 'sentrial_live\n' })).toMatchObject({ key: 'sentrial_live' });
    expect(resolve({}, { SENTRIAL_API_KEY: ' \n' }).key).toBeUndefined();
  });

  it.each([
    ['not an address', { apiUrl: 'nonsense' }, 'invalid-option', 'is not a valid URL'],
    [
      'another scheme',
      { apiUrl: 'ftp://example.com' },
      'invalid-option',
      'does not start with http: or https:',
    ],
    ['no scheme', { apiUrl: 'localhost:3001' }, 'invalid-option', 'Use for example http://localhost:3001'],
    [
      'a key with a line break',
      { apiKey: 'sentrial\nlive' },
      'invalid-option',
      '`apiKey` contains characters',
    ],
    ['a name as destination', { destinations: ['collector'] as never }, 'invalid-option', 'toCollector()'],
    [
      'no list of destinations',
      { destinations: 'collector' as never },
      'invalid-option',
      'is not a list of destinations',
    ],
    [
      'a typo in a policy',
      { pii: { customPattern: [] } as never },
      'invalid-option',
      'customPattern is unknown. Use enabled',
    ],
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
  ])('explains how to fix %s', (_, options, code, message) => {
    expect(resolve(options).problem).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
