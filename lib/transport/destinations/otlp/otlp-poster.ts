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
import { type Advice, classifyFailure, classifyResponse } from '../../delivery/classify-response.ts';
import type { Poster, RefusedItem } from '../../delivery/poster.ts';
import { textOf, type Written } from '../../encoding/written-group.ts';
import { createHttpClient, type HttpReply } from '../../http/http-client.ts';
import { hasEnded, SessionBook } from '../rest/session-book.ts';
import type { OtlpSettings } from './otlp-settings.ts';

const advice: Advice = {
  wrongKey: 'Check OTEL_EXPORTER_OTLP_HEADERS or the `headers` option of toOtlp().',
  noKey: 'Set a key in OTEL_EXPORTER_OTLP_HEADERS or the `headers` option of toOtlp().',
  wrongAddress:
    'This is not an OTLP backend. Check OTEL_EXPORTER_OTLP_ENDPOINT or the `url` option of toOtlp().',
  notRunning: 'Start the backend, or check OTEL_EXPORTER_OTLP_ENDPOINT and the `url` option of toOtlp().',
  notReached: 'Check the network, OTEL_EXPORTER_OTLP_ENDPOINT and the `url` option of toOtlp().',
};

const authHeader = /auth|key|token/i;

/**
 * Posts batches as spans: one for each event, and one root span for each ended session. A session that changes after its
 * end is sent again under the same ids.
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
  const sentRequest = { address, hadKey: Object.keys(headers).some((name) => authHeader.test(name)), advice };

  return {
    async post(items) {
      const { spans, refused } = translate(items, book);
      if (spans.size === 0) return { status: 'stored', refused };
      const request: SpanRequest = { resource, scope: sdk, spans: [...spans.values()] };
      try {
        const body = isJson ? asJson(request) : asProtobuf(request);
        const reply = await http.send({ url: address, headers, body });
        const result = classifyResponse(reply, 0, sentRequest);
        if (result.status !== 'stored') return result;
        return { status: 'stored', refused: [...refused, ...rejectedOf(reply, [...spans.keys()])] };
      } catch (cause) {
        return classifyFailure(address, cause, advice);
      }
    },
    close: () => http.close(),
  };
}

interface Translation {
  /** Spans by the index of their item. */
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
      refused.push({ index, reason: `it cannot be converted to a span (${String(error)})` });
    }
  }
  return { spans, refused };
}

/** Counts rejected spans. A backend reports their number, but not which ones. */
function rejectedOf(reply: HttpReply, indexes: readonly number[]): readonly RefusedItem[] {
  const partial = readPartialSuccess(reply.bytes, reply.headers['content-type'] ?? '');
  if (!partial) return [];
  const reason = partial.message || 'the backend rejected some spans';
  return indexes.slice(0, partial.rejectedSpans).map((index) => ({ index, reason }));
}
