import { nanoid } from 'nanoid';

/** A new session id: `sess_` and 21 URL-safe characters (126 random bits). */
export const newSessionId = (): string => `sess_${nanoid(21)}`;

const ownId = /^(?:sess|evt)_[\w-]{21}$/;

/** True for an id that was made here, so that it says nothing of anybody. */
export const isOwnId = (id: string): boolean => ownId.test(id);

const uuid = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

/** True for a UUID, which says nothing of anybody either: most ids of runs and tool calls are such. */
export const isUuid = (id: string): boolean => uuid.test(id);

/** A new event id: `evt_` and 21 URL-safe characters (126 random bits). */
export const newEventId = (): string => `evt_${nanoid(21)}`;
