import {
  type BatchItem,
  isObject,
  type SessionEvent,
  type SessionPatch,
  TracerError,
} from '../../../model/index.ts';
import { classifyResponse, unanswered } from '../../delivery/classify-response.ts';
import type { Poster, PostResult } from '../../delivery/poster.ts';
import { textOf } from '../../encoding/json-writer.ts';
import { cleartext } from '../../http/batch-poster.ts';
import { createHttpClient, isLoopback } from '../../http/http-client.ts';
import {
  additionBody,
  endBody,
  eventBody,
  noTotals,
  sessionBody,
  type Totals,
  withEvent,
} from './rest-shapes.ts';
import type { SessionBook } from './session-book.ts';

/** What is known of sessions at the other side, shared by all who post there. */
export interface RestSessions {
  readonly book: SessionBook;
  /** Ids that the server gave, by ours. */
  readonly ids: Map<string, string>;
  readonly totals: Map<string, Totals>;
}

interface Answer {
  readonly verdict: PostResult;
  readonly text: string;
}

const sessionsPath = '/api/sdk/sessions';
const eventsPath = '/api/sdk/events';
const maxSessions = 10_000;
const stored: PostResult = { status: 'stored', refused: [] };

/**
 * Posts items one by one to the REST routes of the hosted product. A session is opened when the first item of it comes,
 * under an id that the server makes; every item after it is sent under that id.
 */
export function createRestPoster(
  base: URL,
  keyOf: () => Promise<string | undefined>,
  { book, ids, totals }: RestSessions,
): Poster {
  const http = createHttpClient();
  const addressOf = (path: string) => new URL(base.href.replace(/\/$/, '') + path);

  const ask = async (method: string, path: string, body: object, once: string): Promise<Answer> => {
    const address = addressOf(path);
    const key = await keyOf();
    const headers = {
      'content-type': 'application/json',
      // A server that keeps these answers a repetition with what it has already done.
      'idempotency-key': once,
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    };
    try {
      const reply = await http.send({ url: address, method, headers, body: JSON.stringify(body) });
      const said = classifyResponse(reply, 0, { address, hadKey: key !== undefined });
      const isGone = reply.status === 404 && path !== sessionsPath && said.status === 'hold';
      return { verdict: isGone ? { ...said, status: 'refused' } : said, text: reply.text };
    } catch (cause) {
      return { verdict: unanswered(address, cause), text: '' };
    }
  };

  const openSession = async (id: string): Promise<PostResult> => {
    const state = book.get(id);
    const { parentSessionId } = state.fields;
    const above = parentSessionId === undefined ? undefined : ids.get(parentSessionId);
    const { verdict, text } = await ask('POST', sessionsPath, sessionBody(id, state, above), id);
    if (verdict.status !== 'stored') return verdict;
    const given = idIn(text);
    if (given === undefined) return hold(`${base.origin} opened a session and did not say its id.`);
    ids.set(id, given);
    forgetOldest(ids);
    return stored;
  };

  const postEvent = async (event: SessionEvent, sessionId: string): Promise<PostResult> => {
    const { verdict } = await ask('POST', eventsPath, eventBody(event, sessionId), event.id);
    if (verdict.status !== 'stored') return verdict;
    totals.set(event.sessionId, withEvent(totals.get(event.sessionId) ?? noTotals, event));
    forgetOldest(totals);
    return stored;
  };

  const postPatch = async (patch: SessionPatch, sessionId: string, isFirst: boolean): Promise<PostResult> => {
    const path = `${sessionsPath}/${encodeURIComponent(sessionId)}`;
    const bodies = [
      isFirst ? undefined : additionBody(patch),
      endBody(book.get(patch.id), totals.get(patch.id) ?? noTotals),
    ];
    for (const [part, body] of bodies.entries()) {
      if (body === undefined) continue;
      const { verdict } = await ask('PATCH', path, body, `${patch.id}-${patch.revision}-${part}`);
      if (verdict.status !== 'stored') return verdict;
    }
    return stored;
  };

  return {
    async post([first]) {
      if (base.protocol === 'http:' && !isLoopback(base)) return cleartext(base);
      const item = JSON.parse(first ? textOf(first) : '') as BatchItem;
      const id = item.type === 'event' ? item.sessionId : item.id;
      if (item.type === 'session') book.fold(item);
      const isFirst = !ids.has(id);
      if (isFirst) {
        const opened = await openSession(id);
        if (opened.status !== 'stored') return opened;
      }
      const sessionId = ids.get(id) ?? '';
      return item.type === 'event' ? postEvent(item, sessionId) : postPatch(item, sessionId, isFirst);
    },
    close: () => http.close(),
  };
}

function idIn(text: string): string | undefined {
  try {
    const reply: unknown = JSON.parse(text);
    return isObject(reply) && typeof reply.id === 'string' ? reply.id : undefined;
  } catch {
    return undefined;
  }
}

const hold = (message: string): PostResult => ({
  status: 'hold',
  problem: new TracerError('refused', `${message} Is this the address of the hosted product?`),
});

function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > maxSessions && oldest !== undefined) map.delete(oldest);
}
