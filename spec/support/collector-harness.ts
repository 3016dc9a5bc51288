import { afterEach, beforeEach } from 'vitest';
import {
  type Assets,
  type Collector,
  type CollectorOptions,
  createCollector,
  digestOf,
  openSqliteStore,
  type Store,
} from '../../lib/collector/index.ts';

/** What a spec asks a collector. */
export interface Asked {
  /** @default `key-1`, of project `p1`; `''` for none */
  readonly key?: string;
  readonly body?: unknown;
  /** A body that is sent unchanged. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
}

/** What it answers. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the specs say what they expect of it
  readonly json: any;
}

/** A collector without a socket, over a store of its own for each test. */
export interface CollectorHarness {
  readonly store: Store;
  readonly collector: Collector;
  /** Puts another collector in front of the store. */
  replace(options?: Partial<CollectorOptions>): void;
  ask(method: string, path: string, asked?: Asked): Promise<Answered>;
}

const assets: Assets = new Map([
  [
    '/index.html',
    { bytes: new TextEncoder().encode('<!doctype html><title>page</title>'), mediaType: 'text/html' },
  ],
  ['/assets/app-1.js', { bytes: new TextEncoder().encode('1'), mediaType: 'text/javascript' }],
]);

/** Sets a harness up before each test of a file and takes it down after it. */
export function openCollectorHarness(): CollectorHarness {
  let store: Store;
  let collector: Collector;

  beforeEach(async () => {
    store = openSqliteStore(':memory:');
    collector = createCollector({ store, assets });
    const both = ['ingest', 'read'] as const;
    const putKey = (
      key: string,
      project: string,
      scopes: readonly ('ingest' | 'read')[],
      expiresMs?: number,
    ) =>
      store.putKey({
        digest: digestOf(key),
        project,
        scopes,
        label: 'spec',
        ...(expiresMs ? { expiresMs } : {}),
      });
    await putKey('key-1', 'p1', both);
    await putKey('key-2', 'p2', both);
    await putKey('ingest-only', 'p1', ['ingest']);
    await putKey('expired', 'p1', both, 1);
  });
  afterEach(() => store.close());

  return {
    get store() {
      return store;
    },
    get collector() {
      return collector;
    },
    replace(options = {}) {
      collector = createCollector({ store, assets, ...options });
    },
    async ask(method, path, { key = 'key-1', body, raw, headers } = {}) {
      const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const request = new Request(`http://127.0.0.1:3001${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(key ? { authorization: `Bearer ${key}` } : {}),
          ...headers,
        },
        ...(content === undefined ? {} : { body: content }),
        redirect: 'manual',
      });
      const response = await collector.fetch(request);
      const text = await response.text();
      const json = text.startsWith('{') ? JSON.parse(text) : undefined;
      return { status: response.status, headers: response.headers, text, json };
    },
  };
}
