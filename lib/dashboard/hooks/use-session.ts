import { useQuery } from '@tanstack/react-query';
import { api, isMissing } from '../api.ts';
import { queryKeys } from '../query-keys.ts';

const renewRunningMs = 2000;
/** A session with many thousand events is several megabytes per request. */
const renewMsPerEvent = 0.5;
const renewEndedMs = 10_000;
const renewMissingMs = 5000;

/** Queries a session with its events, and follows it while it runs. A missing session is requested again. */
export const useSession = (sessionId: string) =>
  useQuery({
    queryKey: queryKeys.session(sessionId),
    queryFn: () => api.session(sessionId),
    refetchInterval: ({ state }) => {
      if (isMissing(state.error)) return renewMissingMs;
      if (state.data?.session.status !== 'running') return renewEndedMs;
      return Math.max(renewRunningMs, state.data.events.length * renewMsPerEvent);
    },
  });

/** Queries an event with its values. A finished event never changes. */
export const useEvent = (sessionId: string, eventId: string) =>
  useQuery({
    queryKey: queryKeys.event(sessionId, eventId),
    queryFn: () => api.event(sessionId, eventId),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Queries a conversation with its sessions, and keeps it up to date. */
export const useConversation = (convoId: string) =>
  useQuery({
    queryKey: queryKeys.conversation(convoId),
    queryFn: () => api.conversation(convoId),
    refetchInterval: ({ state }) => (isMissing(state.error) ? renewMissingMs : 3000),
  });

/** Maximum number of sessions searched for the position in a conversation. */
const maxTurns = 200;

/** Position of a session in its conversation. */
export interface Turn {
  /** 1 for the oldest. */
  readonly position: number;
  readonly count: number;
  readonly previousId?: string;
  readonly nextId?: string;
}

/** Returns the position of a session in its conversation, or `undefined` while it is unknown or far down. */
export function useTurn(sessionId: string, convoId: string | undefined): Turn | undefined {
  const { data } = useQuery({
    queryKey: queryKeys.turns(convoId ?? ''),
    queryFn: () => api.sessions({ convoId, limit: maxTurns }),
    enabled: convoId !== undefined,
    staleTime: renewRunningMs,
    refetchInterval: renewEndedMs,
  });
  const ids = data?.sessions.map(({ id }) => id).reverse() ?? [];
  const at = ids.indexOf(sessionId);
  if (at === -1 || data?.nextCursor) return undefined;
  return { position: at + 1, count: ids.length, previousId: ids[at - 1], nextId: ids[at + 1] };
}
