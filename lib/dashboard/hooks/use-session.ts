import { useQuery } from '@tanstack/react-query';
import { api, isMissing } from '../api.ts';
import { queryKeys } from '../query-keys.ts';

const renewRunningMs = 2000;
/** A session of many thousand events is megabytes each time it is asked for. */
const renewMsPerEvent = 0.5;
const renewEndedMs = 10_000;
const renewMissingMs = 5000;

/** A session with its events, followed while it runs; one that is not there yet is asked for again. */
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

/** An event with its values. It has ended when it is first heard of, and never changes. */
export const useEvent = (sessionId: string, eventId: string) =>
  useQuery({
    queryKey: queryKeys.event(sessionId, eventId),
    queryFn: () => api.event(sessionId, eventId),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** A conversation with its sessions, kept up to date. */
export const useConversation = (convoId: string) =>
  useQuery({
    queryKey: queryKeys.conversation(convoId),
    queryFn: () => api.conversation(convoId),
    refetchInterval: ({ state }) => (isMissing(state.error) ? renewMissingMs : 3000),
  });

/** Sessions of a conversation that are looked through for a session's place. */
const maxTurns = 200;

/** Where a session stands in its conversation. */
export interface Turn {
  /** 1 for the oldest. */
  readonly position: number;
  readonly count: number;
  readonly previousId?: string;
  readonly nextId?: string;
}

/** A session's place in its conversation; `undefined` while unknown, and for one far down a long conversation. */
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
