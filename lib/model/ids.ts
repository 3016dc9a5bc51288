import { nanoid } from 'nanoid';

/** A new session id: `sess_` and 21 URL-safe characters (126 random bits). */
export const newSessionId = (): string => `sess_${nanoid(21)}`;

/** A new event id: `evt_` and 21 URL-safe characters (126 random bits). */
export const newEventId = (): string => `evt_${nanoid(21)}`;
