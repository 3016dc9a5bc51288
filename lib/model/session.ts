import type { ErrorInfo, ItemRedaction, SessionEvent } from './event.ts';
import { emptyObject, type Json, type JsonObject } from './json.ts';
import type { Snapshot, Text } from './snapshot.ts';

/** Where a session stands. */
export type SessionStatus = 'running' | 'completed' | 'failed' | 'cancelled';

/** All statuses, for the door that checks them. */
export const sessionStatuses = [
  'running',
  'completed',
  'failed',
  'cancelled',
] as const satisfies readonly SessionStatus[];

/** Why a session stands where it does, when it did not simply complete. */
export type SessionReason = 'aborted' | 'blocked' | 'suspended' | 'abandoned' | 'interrupted' | 'error';

/** All reasons, for the door that checks them. */
export const sessionReasons = [
  'aborted',
  'blocked',
  'suspended',
  'abandoned',
  'interrupted',
  'error',
] as const satisfies readonly SessionReason[];

/** The fields of a session of which the newest value counts. */
export interface SessionFields<V = Json, T = string> {
  readonly name?: string;
  readonly agentName?: string;
  readonly userId?: string;
  readonly convoId?: string;
  readonly parentSessionId?: string;
  readonly status?: SessionStatus;
  readonly reason?: SessionReason | null;
  readonly success?: boolean;
  readonly failure?: ErrorInfo<T>;
  readonly input?: V;
  readonly output?: V;
  /** ISO 8601 with milliseconds, UTC. */
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly durationMs?: number;
  /** The id that the framework gave the run. */
  readonly runId?: string;
  /** The run that this session continues, begun as another session in another process. */
  readonly continuesRun?: string;
  readonly sdk?: { readonly name: string; readonly version: string };
  /** Totals told by a client that sends no usage with its events. Shown only when no event carries any. */
  readonly reportedTokens?: {
    readonly prompt?: number;
    readonly completion?: number;
    readonly total?: number;
  };
  /** US dollars, told by a client that prices its sessions itself. Shown only when no event carries a cost. */
  readonly reportedCostUsd?: number;
}

/**
 * A change of a session: its start, its end, or anything learnt in between. Patches may arrive twice, late and
 * in any order; {@link foldSession} makes the same session of them.
 */
export interface SessionPatch<V = Json, T = string> {
  readonly type: 'session';
  /** The session's id. */
  readonly id: string;
  /**
   * Order of the patches of a session: microseconds since 1970, raised where two would be equal. Unique within
   * a session.
   */
  readonly revision: number;
  readonly set?: SessionFields<V, T>;
  /** Merged key by key: of each key the newest value counts. */
  readonly metadata?: { readonly [key: string]: V };
  /** Added to the tags the session has. */
  readonly tags?: readonly string[];
  /** Merged key by key. */
  readonly customMetrics?: { readonly [key: string]: number };
  readonly redaction?: ItemRedaction;
}

/** What a batch carries: events, and changes of the sessions they belong to. */
export type BatchItem<V = Json, T = string> = SessionEvent<V, T> | SessionPatch<V, T>;

/** An item as the recorder makes it: copied, not yet redacted. */
export type CapturedItem = BatchItem<Snapshot, Text>;

/** A session patch as the recorder makes it. */
export type CapturedPatch = SessionPatch<Snapshot, Text>;

/** An event as the recorder makes it. */
export type CapturedEvent = SessionEvent<Snapshot, Text>;

/** A session as folded from its patches. */
export interface SessionState {
  readonly fields: SessionFields;
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  readonly customMetrics: { readonly [key: string]: number };
  /** Per field, `metadata.<key>` or `customMetrics.<key>`: the revision that set it. */
  readonly revisions: { readonly [field: string]: number };
}

/** The state of a session of which nothing is known yet. */
export const emptySessionState: SessionState = {
  fields: {},
  metadata: {},
  tags: [],
  customMetrics: {},
  revisions: {},
};

const defaultMaxKeys = 1000;
const leftOutKey = 'sentrial.leftOut';

/**
 * Applies patches. The result does not depend on their order, nor on how often each arrives: of every field, and of
 * every key of `metadata` and `customMetrics`, the value with the highest revision stays.
 *
 * @param maxKeys keys of `metadata` and of `customMetrics`, and tags, that are kept: the first by name. The key
 * `sentrial.leftOut` of the metadata says when there were more. @default 1,000
 */
export function foldSession(
  state: SessionState,
  patches: readonly SessionPatch[],
  maxKeys = defaultMaxKeys,
): SessionState {
  const revisions = copyOf(state.revisions);
  const fields = copyOf(state.fields as Record<string, unknown>);
  const metadata = copyOf(state.metadata);
  const customMetrics = copyOf(state.customMetrics);
  const tags = new Set(state.tags);
  for (const patch of patches) {
    const merge = <V>(prefix: string, held: Record<string, V>, fresh: object | undefined) => {
      for (const [key, value] of Object.entries(fresh ?? {})) {
        const field = prefix + key;
        if (value === undefined || (revisions[field] ?? -1) > patch.revision) continue;
        revisions[field] = patch.revision;
        held[key] = value as V;
      }
    };
    merge('', fields, patch.set);
    merge('metadata.', metadata, patch.metadata);
    merge('customMetrics.', customMetrics, patch.customMetrics);
    for (const tag of patch.tags ?? []) tags.add(tag);
  }
  const leaveOut = (prefix: string, held: Record<string, unknown>): boolean => {
    const surplus = keysBeyond(maxKeys, Object.keys(held));
    for (const key of surplus) {
      delete held[key];
      delete revisions[prefix + key];
    }
    return surplus.length > 0;
  };
  const cut = [
    leaveOut('metadata.', metadata),
    leaveOut('customMetrics.', customMetrics),
    tags.size > maxKeys,
  ];
  if (cut.includes(true))
    metadata[leftOutKey] =
      `A session keeps ${maxKeys.toLocaleString('en-US')} metadata keys, metrics and tags each.`;
  return {
    fields: fields as SessionFields,
    metadata,
    customMetrics,
    tags: [...tags].sort().slice(0, maxKeys),
    revisions,
  };
}

const copyOf = <V>(held: { readonly [key: string]: V }): Record<string, V> =>
  Object.assign(emptyObject<V>(), held);

function keysBeyond(maxKeys: number, keys: readonly string[]): readonly string[] {
  if (keys.length <= maxKeys) return [];
  return keys
    .filter((key) => key !== leftOutKey)
    .sort()
    .slice(maxKeys);
}
