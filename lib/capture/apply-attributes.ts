import { ignoreErrors } from '../primitives/index.ts';
import type { SessionHandle } from '../recorder/index.ts';

/** What a call says of the session that it is part of. */
export interface SessionAttributes {
  readonly userId?: string;
  readonly convoId?: string;
  readonly metadata?: { readonly [key: string]: unknown };
  readonly tags?: readonly string[] | undefined;
}

const maxTags = 1000;

/** Tells a session what a call says of it. Never throws. */
export function applyAttributes(session: SessionHandle, told: SessionAttributes): void {
  ignoreErrors(() => {
    const { userId, convoId, metadata, tags } = told;
    if (userId !== undefined) session.setUser(userId);
    if (convoId !== undefined) session.setConversation(convoId);
    if (metadata !== undefined) session.setMetadata(metadata);
    if (Array.isArray(tags) && tags.length > 0) session.addTags(...tags.slice(0, maxTags));
  });
}
