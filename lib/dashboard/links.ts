import { linkOptions } from '@tanstack/react-router';
import type { SessionsSearch } from './search.ts';

/** The addresses of the pages. */
export const paths = {
  sessions: '/',
  session: '/sessions/$sessionId',
  conversation: '/conversations/$convoId',
  delivery: '/delivery',
  settings: '/settings',
} as const;

/** Where an API key is exchanged for a cookie. */
export const loginPath = '/api/login';

/** Link to the session list. */
export const toSessions = (search: SessionsSearch = {}) => linkOptions({ to: paths.sessions, search });

/** Link to a session, with one of its events open if given. */
export const toSession = (sessionId: string, event?: string) =>
  linkOptions({ to: paths.session, params: { sessionId }, search: event === undefined ? {} : { event } });

/** Link to what became of everything that was recorded. */
export const toDelivery = () => linkOptions({ to: paths.delivery });

/** Link to the settings. */
export const toSettings = () => linkOptions({ to: paths.settings });

/** Link to a conversation. */
export const toConversation = (convoId: string) =>
  linkOptions({ to: paths.conversation, params: { convoId } });
