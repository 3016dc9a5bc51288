import type { SessionsSearch } from './search.ts';

/** Keys of all cached queries. */
export const queryKeys = {
  overview: (search: SessionsSearch) => ['overview', search] as const,
  newestSessions: (search: SessionsSearch) => ['sessions', 'newest', search] as const,
  sessionPages: (search: SessionsSearch) => ['sessions', 'pages', search] as const,
  session: (sessionId: string) => ['session', sessionId] as const,
  event: (sessionId: string, eventId: string) => ['session', sessionId, 'event', eventId] as const,
  conversation: (convoId: string) => ['conversation', convoId] as const,
  deliveries: ['deliveries'] as const,
  redaction: ['redaction'] as const,
  turns: (convoId: string) => ['conversation', convoId, 'turns'] as const,
};
