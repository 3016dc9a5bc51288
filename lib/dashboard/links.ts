import { linkOptions } from '@tanstack/react-router';
import type { SessionsSearch } from './search.ts';

/** URLs of the pages. */
export const paths = {
  sessions: '/',
  session: '/sessions/$sessionId',
  conversation: '/conversations/$convoId',
  delivery: '/delivery',
  settings: '/settings',
} as const;

/** Route that exchanges an API key for a cookie. */
export const loginPath = '/api/login';

/** Link to the session list. */
export const toSessions = (search: SessionsSearch = {}) => linkOptions({ to: paths.sessions, search });

/** Link to a session, optionally with one of its events open. */
export const toSession = (sessionId: string, event?: string) =>
  linkOptions({ to: paths.session, params: { sessionId }, search: event === undefined ? {} : { event } });

/** Link to the delivery page. */
export const toDelivery = () => linkOptions({ to: paths.delivery });

/** Link to the settings. */
export const toSettings = () => linkOptions({ to: paths.settings });

/** Link to a conversation. */
export const toConversation = (convoId: string) =>
  linkOptions({ to: paths.conversation, params: { convoId } });
