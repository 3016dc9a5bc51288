import { isObject } from '../model/index.ts';
import type {
  ConversationView,
  DeliveryView,
  EventDetail,
  Overview,
  Page,
  SessionFilter,
  SessionPage,
  SessionView,
} from './contract.ts';

/** An answer other than 2xx. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;

  constructor(status: number, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.status = status;
  }
}

/** What a query client needs. */
export interface QueryClientOptions {
  /** Base address of the collector. @default the page's own origin */
  readonly url?: string;
  /** An API key with the scope `read`. A page of the collector itself needs none. */
  readonly apiKey?: string;
  /** @default the global `fetch` */
  readonly fetch?: typeof globalThis.fetch;
}

/** The questions one may ask a collector. Every method throws a {@link QueryError} for an answer other than 2xx. */
export interface QueryClient {
  sessions(filter?: SessionFilter & Page): Promise<SessionPage>;
  session(id: string): Promise<SessionView>;
  event(sessionId: string, eventId: string): Promise<EventDetail>;
  conversation(convoId: string): Promise<ConversationView>;
  overview(filter?: SessionFilter): Promise<Overview>;
  deliveries(): Promise<DeliveryView>;
}

/** Makes a {@link QueryClient}. Runs in browsers and in Node.js. */
export function createQueryClient(options: QueryClientOptions = {}): QueryClient {
  const { url = '', apiKey, fetch = globalThis.fetch } = options;

  const get = async <T>(path: string, query: object = {}): Promise<T> => {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) search.set(name, String(value));
    const address = `${url}/api/query/${path}${search.size > 0 ? `?${search}` : ''}`;
    const headers: Record<string, string> = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
    let response: Response;
    try {
      response = await fetch(address, { headers });
    } catch (cause) {
      throw new QueryError(0, 'The collector does not answer.', { cause });
    }
    if (response.ok) return (await response.json()) as T;
    const problem: unknown = await response.json().catch(() => undefined);
    const message =
      isObject(problem) && typeof problem.message === 'string' ? problem.message : response.statusText;
    throw new QueryError(response.status, message);
  };

  const { encodeURIComponent: segment } = globalThis;
  return {
    sessions: (filter) => get('sessions', filter),
    session: (id) => get(`sessions/${segment(id)}`),
    event: (sessionId, eventId) => get(`sessions/${segment(sessionId)}/events/${segment(eventId)}`),
    conversation: (convoId) => get(`conversations/${segment(convoId)}`),
    overview: (filter) => get('overview', filter),
    deliveries: () => get('deliveries'),
  };
}
