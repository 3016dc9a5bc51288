import type { ErrorInfo, ItemRedaction, SessionEvent } from './event.ts';
import { emptyObject, type Json, type JsonObject } from './json.ts';
import type { Snapshot, Text } from './snapshot.ts';

/** All statuses of a session. */
export const sessionStatuses = ['running', 'completed', 'failed', 'cancelled'] as const;

/** The status of a session. */
export type SessionStatus = (typeof sessionStatuses)[number];

/** All reasons for the status of a session. */
export const sessionReasons = [
  'aborted',
  'blocked',
  'suspended',
  'abandoned',
  'interrupted',
  'error',
] as const;

/** Why a session has its status, unless it simply completed. */
export type SessionReason = (typeof sessionReasons)[number];

/** Fields of a session. The newest value of each field wins. */
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
  /** Id of the run in the framework. */
  readonly runId?: string;
  /** The run that this session continues. It started as another session in another process. */
  readonly continuesRun?: string;
  readonly sdk?: { readonly name: string; readonly version: string };
  /** Total tokens from a client that sends no usage with its events. Shown only when no event has usage. */
  readonly reportedTokens?: {
    readonly prompt?: number;
    readonly completion?: number;
    readonly total?: number;
  };
  /** Cost in US dollars from a client that prices its sessions. Shown only when no event has a cost. */
  readonly reportedCostUsd?: number;
}

/**
 * A change of a session. Patches can arrive twice, late and in any order, and {@link foldSession} always
 * folds them into the same session.
 */
export interface SessionPatch<V = Json, T = string> {
  readonly type: 'session';
  /** Id of the session. */
  readonly id: string;
  /**
   * Order of the patches of a session: microseconds since 1970, increased where two would be equal. Unique
   * within a session.
   */
  readonly revision: number;
  readonly set?: SessionFields<V, T>;
  /** Merged by key. The newest value of each key wins. */
  readonly metadata?: { readonly [key: string]: V };
  /** Added to the existing tags. */
  readonly tags?: readonly string[];
  /** Merged by key. */
  readonly customMetrics?: { readonly [key: string]: number };
  readonly redaction?: ItemRedaction;
}

/** An item of a batch: an event, or a change of a session. */
export type BatchItem<V = Json, T = string> = SessionEvent<V, T> | SessionPatch<V, T>;

/** An item before redaction. */
export type CapturedItem = BatchItem<Snapshot, Text>;

/** A session patch before redaction. */
export type CapturedPatch = SessionPatch<Snapshot, Text>;

/** An event before redaction. */
export type CapturedEvent = SessionEvent<Snapshot, Text>;

/** A session folded from its patches. */
export interface SessionState {
  readonly fields: SessionFields;
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  readonly customMetrics: { readonly [key: string]: number };
  /** The revision that set each field, `metadata.<key>` or `customMetrics.<key>`. */
  readonly revisions: { readonly [field: string]: number };
}

/** The state of an unknown session. */
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
 * Applies patches to a session. The result does not depend on their order or repetition: the value with the
 * highest revision wins for every field and key.
 *
 * @param maxKeys limit on the keys of `metadata` and `customMetrics`, and on tags; the first by name are
 * kept, and `sentrial.leftOut` in the metadata marks omissions. @default 1,000
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
