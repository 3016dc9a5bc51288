import { isObject } from '../model/index.ts';
import { BoundedMap } from '../primitives/index.ts';
import type {
  ConversationView,
  DeliveryView,
  EventDetail,
  Overview,
  Page,
  RedactionView,
  SessionFilter,
  SessionPage,
  SessionView,
  WhatIfQuery,
  WhatIfView,
} from './contract.ts';

/** A failed query. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  /** The HTTP status, or 0 without a response. */
  readonly status: number;

  constructor(status: number, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.status = status;
  }
}

/** Settings of a query client. */
export interface QueryClientOptions {
  /**
   * Base URL of the collector.
   *
   * @default the page's own origin in a browser, else `SENTRIAL_API_URL`, else `http://127.0.0.1:3001`
   */
  readonly url?: string | undefined;
  /**
   * API key with the scope `read`, such as the one in `~/.sentrial/local-key`.
   *
   * @default none in a browser, where a cookie is used, else `SENTRIAL_API_KEY`
   */
  readonly apiKey?: string | undefined;
  /**
   * Number of answers to cache. A repeated query returns the same object while nothing has changed.
   *
   * @default 0
   */
  readonly keepAnswers?: number;
  /** @default the global `fetch` */
  readonly fetch?: typeof globalThis.fetch;
}

/** Queries of a collector. Every method throws a {@link QueryError} for a response other than 2xx. */
export interface QueryClient {
  sessions(filter?: SessionFilter & Page): Promise<SessionPage>;
  session(id: string): Promise<SessionView>;
  event(sessionId: string, eventId: string): Promise<EventDetail>;
  conversation(convoId: string): Promise<ConversationView>;
  overview(filter?: SessionFilter): Promise<Overview>;
  deliveries(): Promise<DeliveryView>;
  redaction(): Promise<RedactionView>;
  /** Returns what the same model calls would have cost on another model. */
  whatIf(query: WhatIfQuery): Promise<WhatIfView>;
}

const localUrl = 'http://127.0.0.1:3001';

/**
 * Creates a {@link QueryClient}. It runs in browsers and in Node.js.
 *
 * @throws {QueryError} for an invalid `url`
 */
export function createQueryClient(options: QueryClientOptions = {}): QueryClient {
  const { url, apiKey } = resolve(options);
  const { fetch = globalThis.fetch, keepAnswers = 0 } = options;
  const cache = new BoundedMap<string, { readonly tag: string; readonly answer: unknown }>(keepAnswers);

  const cached = <T>(address: string, tag: string | null, answer: T): T => {
    if (tag === null) cache.delete(address);
    else cache.set(address, { tag, answer });
    return answer;
  };

  const get = async <T>(path: string, query: object = {}): Promise<T> => {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) search.set(name, String(value));
    const address = `${url}/api/query/${path}${search.size > 0 ? `?${search}` : ''}`;
    const known = cache.get(address);
    const headers = {
      ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
      ...(known ? { 'if-none-match': known.tag } : {}),
    };
    let response: Response;
    try {
      response = await fetch(address, { headers });
    } catch (cause) {
      throw new QueryError(0, silence(url), { cause });
    }
    if (known && response.status === 304) return known.answer as T;
    if (response.ok) return cached(address, response.headers.get('etag'), (await response.json()) as T);
    throw await errorOf(response, url, apiKey);
  };

  const { encodeURIComponent: segment } = globalThis;
  return {
    sessions: (filter) => get('sessions', filter),
    session: (id) => get(`sessions/${segment(id)}`),
    event: (sessionId, eventId) => get(`sessions/${segment(sessionId)}/events/${segment(eventId)}`),
    conversation: (convoId) => get(`conversations/${segment(convoId)}`),
    overview: (filter) => get('overview', filter),
    deliveries: () => get('deliveries'),
    redaction: () => get('redaction'),
    whatIf: (query) => get('what-if', query),
  };
}

async function errorOf(response: Response, url: string, apiKey: string | undefined): Promise<QueryError> {
  const { status, statusText } = response;
  const problem: unknown = await response.json().catch(() => undefined);
  const message = isObject(problem) && typeof problem.message === 'string' ? problem.message : statusText;
  return new QueryError(status, status === 401 ? `${message}${keyAdvice(url, apiKey)}` : message);
}

/** Applies defaults: from the environment if there is one, then built-in values. */
function resolve(options: QueryClientOptions): { readonly url: string; readonly apiKey: string | undefined } {
  if ('document' in globalThis) return { url: options.url ?? '', apiKey: options.apiKey };
  const env = globalThis.process?.env ?? {};
  const url = (options.url || env.SENTRIAL_API_URL || localUrl).replace(/\/+$/, '');
  if (!/^https?:/.test(url) || !URL.canParse(url)) {
    throw new QueryError(0, `url ${JSON.stringify(url)} is not a valid URL. Use for example ${localUrl}.`);
  }
  return { url, apiKey: options.apiKey || env.SENTRIAL_API_KEY };
}

const silence = (url: string): string =>
  url === ''
    ? 'The collector does not answer.'
    : `The collector at ${url} does not answer. Start it with \`npx sentrial serve\`, or pass its address as url.`;

function keyAdvice(url: string, apiKey: string | undefined): string {
  if (url === '') return '';
  return apiKey
    ? `: ${url} refused the one given as apiKey or SENTRIAL_API_KEY.`
    : ': none was given. Pass one as apiKey; that of this machine is in ~/.sentrial/local-key.';
}
