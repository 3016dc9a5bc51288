import { createQueryClient, type QueryClientOptions, QueryError } from '@sentrial/mastra/query';
import { afterEach, describe, expect, it, vi } from 'vitest';

const answers =
  (status: number, body: unknown): typeof fetch =>
  async () =>
    Response.json(body, { status });

const refused = answers(401, { error: 'Unauthorized', message: 'Invalid or missing API key' });
const silent: typeof fetch = () => Promise.reject(new TypeError('fetch failed'));

/** What was asked for, with its headers, when a client is made with these options. */
async function asked(options?: QueryClientOptions) {
  const fetch = vi.fn(answers(200, { sessions: [] }));
  await createQueryClient({ ...options, fetch }).sessions();
  const [address, init] = fetch.mock.calls[0] ?? [];
  return { address, key: new Headers(init?.headers).get('authorization') };
}

async function problemOf(options: QueryClientOptions): Promise<string> {
  const error = await createQueryClient(options)
    .sessions()
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(QueryError);
  return (error as QueryError).message;
}

describe('createQueryClient()', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });

  it('queries the collector on this machine by default', async () => {
    expect(await asked()).toEqual({ address: 'http://127.0.0.1:3001/api/query/sessions', key: null });
  });

  it('reads omitted options from the environment', async () => {
    vi.stubEnv('SENTRIAL_API_URL', 'https://collector.example/');
    vi.stubEnv('SENTRIAL_API_KEY', 'from-the-environment');
    expect(await asked()).toEqual({
      address: 'https://collector.example/api/query/sessions',
      key: 'Bearer from-the-environment',
    });
    expect(await asked({ url: 'http://127.0.0.1:4000', apiKey: 'given' })).toEqual({
      address: 'http://127.0.0.1:4000/api/query/sessions',
      key: 'Bearer given',
    });
  });

  it('queries the origin of the page in a browser, with its cookie', async () => {
    vi.stubEnv('SENTRIAL_API_URL', 'https://collector.example');
    vi.stubGlobal('document', {});
    expect(await asked()).toEqual({ address: '/api/query/sessions', key: null });
  });

  it('explains how to fix an invalid URL', () => {
    expect(() => createQueryClient({ url: 'localhost' })).toThrow(
      'url "localhost" is not a valid URL. Use for example http://127.0.0.1:3001.',
    );
  });

  it('names the collector that does not answer, and how to choose another', async () => {
    expect(await problemOf({ fetch: silent })).toBe(
      'The collector at http://127.0.0.1:3001 does not answer. Start it with `npx sentrial serve`, or pass its address as url.',
    );
  });

  it('explains where to find a key without revealing one', async () => {
    expect(await problemOf({ fetch: refused })).toBe(
      'Invalid or missing API key: none was given. Pass one as apiKey; that of this machine is in ~/.sentrial/local-key.',
    );
    const wrong = await problemOf({ fetch: refused, apiKey: 'secret' });
    expect(wrong).toBe(
      'Invalid or missing API key: http://127.0.0.1:3001 refused the one given as apiKey or SENTRIAL_API_KEY.',
    );
  });
});
