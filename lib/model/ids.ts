import { nanoid } from 'nanoid';

/** Returns a new session id: `sess_` and 21 URL-safe characters (126 random bits). */
export const newSessionId = (): string => `sess_${nanoid(21)}`;

const ownId = /^(?:sess|evt)_[\w-]{21}$/;

/** Returns whether this package created an id. Such ids contain no personal data. */
export const isOwnId = (id: string): boolean => ownId.test(id);

const uuid = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/**
 * Returns whether an id is a UUID. Most ids of runs and tool calls are, and they contain no personal data.
 */
export const isUuid = (id: string): boolean => uuid.test(id);

/** Returns a new event id: `evt_` and 21 URL-safe characters (126 random bits). */
export const newEventId = (): string => `evt_${nanoid(21)}`;
