import {
  type BatchItem,
  isObject,
  type SessionEvent,
  type SessionPatch,
  TracerError,
} from '../../../model/index.ts';
import { BoundedMap } from '../../../primitives/index.ts';
import { classifyFailure, classifyResponse } from '../../delivery/classify-response.ts';
import type { Poster, PostResult } from '../../delivery/poster.ts';
import { textOf, type Written } from '../../encoding/written-group.ts';
import { createHttpClient, isLoopback } from '../../http/http-client.ts';
import { cleartext } from '../batch-poster.ts';
import {
  additionBody,
  endBody,
  eventBody,
  noTotals,
  sessionBody,
  type Totals,
  withEvent,
} from './rest-shapes.ts';
import { SessionBook } from './session-book.ts';

/** Sessions known to the server, shared by all lanes. */
export interface RestSessions {
  readonly book: SessionBook;
  /** Ids of the server by our ids. */
  readonly ids: BoundedMap<string, string>;
  readonly totals: BoundedMap<string, Totals>;
}

const maxSessions = 10_000;

/** Creates an empty record of the sessions that a server knows. */
export const createRestSessions = (): RestSessions => ({
  book: new SessionBook(),
  ids: new BoundedMap(maxSessions),
  totals: new BoundedMap(maxSessions),
});

interface Answer {
  readonly result: PostResult;
  readonly text: string;
}

const sessionsPath = '/api/sdk/sessions';
const eventsPath = '/api/sdk/events';
const stored: PostResult = { status: 'stored', refused: [] };

/**
 * Creates a poster that sends items one by one to the REST routes of the hosted product. The first item of a session
 * creates it under an id of the server, and all later items use that id.
 */
export const createRestPoster = (
  base: URL,
  keyOf: () => Promise<string | undefined>,
  sessions: RestSessions,
): Poster => new RestPoster(base, keyOf, sessions);

class RestPoster implements Poster {
  readonly #base: URL;
  readonly #keyOf: () => Promise<string | undefined>;
  readonly #sessions: RestSessions;
  readonly #http = createHttpClient();

  constructor(base: URL, keyOf: () => Promise<string | undefined>, sessions: RestSessions) {
    this.#base = base;
    this.#keyOf = keyOf;
    this.#sessions = sessions;
  }

  async post([first]: readonly Written[]): Promise<PostResult> {
    if (this.#base.protocol === 'http:' && !isLoopback(this.#base)) return cleartext(this.#base);
    const { book, ids } = this.#sessions;
    const item = JSON.parse(first ? textOf(first) : '') as BatchItem;
    const id = item.type === 'event' ? item.sessionId : item.id;
    if (item.type === 'session') book.fold(item);
    const isFirst = !ids.has(id);
    if (isFirst) {
      const opened = await this.#openSession(id);
      if (opened.status !== 'stored') return opened;
    }
    const sessionId = ids.get(id) ?? '';
    return item.type === 'event'
      ? this.#postEvent(item, sessionId)
      : this.#postPatch(item, sessionId, isFirst);
  }

  close(): void {
    this.#http.close();
  }

  async #openSession(id: string): Promise<PostResult> {
    const { book, ids } = this.#sessions;
    const state = book.get(id);
    const { parentSessionId } = state.fields;
    const parent = parentSessionId === undefined ? undefined : ids.get(parentSessionId);
    const { result, text } = await this.#request('POST', sessionsPath, sessionBody(id, state, parent), id);
    if (result.status !== 'stored') return result;
    const given = idIn(text);
    if (given === undefined) return blocked(`${this.#base.origin} answered without a session id.`);
    ids.set(id, given);
    return stored;
  }

  async #postEvent(event: SessionEvent, sessionId: string): Promise<PostResult> {
    const { totals } = this.#sessions;
    const { result } = await this.#request('POST', eventsPath, eventBody(event, sessionId), event.id);
    if (result.status !== 'stored') return result;
    totals.set(event.sessionId, withEvent(totals.get(event.sessionId) ?? noTotals, event));
    return stored;
  }

  async #postPatch(patch: SessionPatch, sessionId: string, isFirst: boolean): Promise<PostResult> {
    const { book, totals } = this.#sessions;
    const path = `${sessionsPath}/${encodeURIComponent(sessionId)}`;
    const bodies = [
      isFirst ? undefined : additionBody(patch),
      endBody(book.get(patch.id), totals.get(patch.id) ?? noTotals),
    ];
    for (const [part, body] of bodies.entries()) {
      if (body === undefined) continue;
      const { result } = await this.#request('PATCH', path, body, `${patch.id}-${patch.revision}-${part}`);
      if (result.status !== 'stored') return result;
    }
    return stored;
  }

  async #request(method: string, path: string, body: object, idempotencyKey: string): Promise<Answer> {
    const address = new URL(this.#base.href.replace(/\/$/, '') + path);
    try {
      const key = await this.#keyOf();
      const headers = {
        'content-type': 'application/json',
        // A server that remembers these keys repeats its first answer.
        'idempotency-key': idempotencyKey,
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      };
      const reply = await this.#http.send({ url: address, method, headers, body: JSON.stringify(body) });
      const result = classifyResponse(reply, 0, { address, hadKey: key !== undefined });
      const isGone = reply.status === 404 && path !== sessionsPath && result.status === 'blocked';
      return { result: isGone ? { ...result, status: 'refused' } : result, text: reply.text };
    } catch (cause) {
      return { result: classifyFailure(address, cause), text: '' };
    }
  }
}

function idIn(text: string): string | undefined {
  try {
    const reply: unknown = JSON.parse(text);
    return isObject(reply) && typeof reply.id === 'string' ? reply.id : undefined;
  } catch {
    return undefined;
  }
}

const blocked = (message: string): PostResult => ({
  status: 'blocked',
  problem: new TracerError(
    'refused',
    `${message} Check that \`apiUrl\` is the hosted product or a collector.`,
  ),
});
