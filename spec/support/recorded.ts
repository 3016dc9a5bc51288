import { configure, flush } from '@sentrial/mastra';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type BatchItem, emptySessionState, foldSession, type SessionEvent } from '../../lib/model/index.ts';
import { type Sink, startSink } from './sink.ts';

/** The events and sessions of this process, as received by a sink. */
export interface Recorded {
  readonly events: readonly SessionEvent[];
  /** The sessions, each folded from its patches, oldest first. */
  readonly sessions: readonly { readonly id: string; readonly [field: string]: unknown }[];
}

/** Sends recordings of a spec file to a sink. Returns a function that reads the recordings of the current spec. */
export function recordToSink(): () => Promise<Recorded> {
  let sink: Sink;
  let since = 0;
  beforeAll(async () => {
    sink = await startSink();
    configure({ apiKey: 'sentrial_live_spec_key_0123456789', apiUrl: sink.url });
  });
  beforeEach(async () => {
    await flush();
    since = sink.stored().length;
  });
  afterAll(() => sink.close());

  return async () => {
    await flush();
    const items = sink.stored().slice(since) as readonly BatchItem[];
    const ids = [...new Set(items.flatMap((item) => (item.type === 'session' ? [item.id] : [])))];
    const sessions = ids.map((id) => {
      const patches = items.filter((item) => item.type === 'session' && item.id === id);
      const state = foldSession(emptySessionState, patches as never);
      return {
        id,
        ...state.fields,
        metadata: state.metadata,
        tags: state.tags,
        metrics: state.customMetrics,
      };
    });
    return { sessions, events: items.filter((item) => item.type === 'event') };
  };
}
