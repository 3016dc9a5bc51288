import { type BatchItem, sdk } from '../../../model/index.ts';
import {
  asJson,
  asProtobuf,
  eventSpan,
  readPartialSuccess,
  type Span,
  type SpanRequest,
  sessionSpan,
} from '../../../otlp/index.ts';
import { type Advice, classifyResponse, unanswered } from '../../delivery/classify-response.ts';
import type { Poster, RefusedItem } from '../../delivery/poster.ts';
import { textOf, type Written } from '../../encoding/json-writer.ts';
import { createHttpClient, type HttpReply } from '../../http/http-client.ts';
import { hasEnded, SessionBook } from '../rest/session-book.ts';
import type { OtlpSettings } from './otlp-settings.ts';

const advice: Advice = {
  wrongKey: 'Check OTEL_EXPORTER_OTLP_HEADERS, or the headers option of toOtlp().',
  noKey: 'Give a key in OTEL_EXPORTER_OTLP_HEADERS, or the headers option of toOtlp().',
  wrongAddress:
    'Is this the address of an OTLP backend? Check OTEL_EXPORTER_OTLP_ENDPOINT, or the url option.',
  notRunning: 'Check OTEL_EXPORTER_OTLP_ENDPOINT, or the url option of toOtlp(), and whether it runs.',
  notReached: 'Check OTEL_EXPORTER_OTLP_ENDPOINT, or the url option of toOtlp(), and the network.',
};

const authHeader = /auth|key|token/i;

/**
 * Posts batches as spans: each event as one, and each session that has ended as the root of its trace. A session that
 * is changed after its end is sent again under the same ids.
 */
export function createOtlpPoster(settings: OtlpSettings): Poster {
  const { address, protocol, timeoutMs, resource } = settings;
  const http = createHttpClient({ requestMs: timeoutMs });
  const book = new SessionBook();
  const isJson = protocol === 'http/json';
  const headers = {
    ...settings.headers,
    'content-type': isJson ? 'application/json' : 'application/x-protobuf',
    'user-agent': `${sdk.name}/${sdk.version}`,
  };
  const asked = { address, hadKey: Object.keys(headers).some((name) => authHeader.test(name)), advice };

  return {
    async post(items) {
      const { spans, refused } = translate(items, book);
      if (spans.size === 0) return { status: 'stored', refused };
      const request: SpanRequest = { resource, scope: sdk, spans: [...spans.values()] };
      try {
        const body = isJson ? asJson(request) : asProtobuf(request);
        const reply = await http.send({ url: address, headers, body });
        const verdict = classifyResponse(reply, 0, asked);
        if (verdict.status !== 'stored') return verdict;
        return { status: 'stored', refused: [...refused, ...rejectedOf(reply, [...spans.keys()])] };
      } catch (cause) {
        return unanswered(address, cause, advice);
      }
    },
    close: () => http.close(),
  };
}

interface Translation {
  /** By the place of the item that each tells of. */
  readonly spans: ReadonlyMap<number, Span>;
  readonly refused: readonly RefusedItem[];
}

function translate(items: readonly Written[], book: SessionBook): Translation {
  const spans = new Map<number, Span>();
  const refused: RefusedItem[] = [];
  const roots = new Map<string, number>();
  for (const [index, written] of items.entries()) {
    try {
      const item = JSON.parse(textOf(written)) as BatchItem;
      if (item.type === 'event') {
        spans.set(index, eventSpan(item, book.get(item.sessionId)));
        continue;
      }
      const state = book.fold(item);
      if (!hasEnded(state)) continue;
      spans.delete(roots.get(item.id) ?? -1);
      roots.set(item.id, index);
      spans.set(index, sessionSpan(item.id, state));
    } catch (error) {
      refused.push({ index, reason: `it cannot be told as a span (${String(error)})` });
    }
  }
  return { spans, refused };
}

/** A backend says how many it rejected and not which: as many are counted. */
function rejectedOf(reply: HttpReply, indexes: readonly number[]): readonly RefusedItem[] {
  const partial = readPartialSuccess(reply.bytes, reply.headers['content-type'] ?? '');
  if (!partial) return [];
  const reason = partial.message || 'the backend rejected some spans';
  return indexes.slice(0, partial.rejectedSpans).map((index) => ({ index, reason }));
}
