import { ignoreErrors } from '../primitives/index.ts';
import type { Session } from '../recorder/index.ts';

/** Session attributes that a call sets. */
export interface SessionAttributes {
  readonly userId?: string;
  readonly convoId?: string;
  readonly metadata?: { readonly [key: string]: unknown };
  readonly tags?: readonly string[] | undefined;
}

const maxTags = 1000;

/** Applies the attributes of a call to its session. Never throws. */
export function applyAttributes(session: Session, attributes: SessionAttributes): void {
  ignoreErrors(() => {
    const { userId, convoId, metadata, tags } = attributes;
    if (userId !== undefined) session.setUser(userId);
    if (convoId !== undefined) session.setConversation(convoId);
    if (metadata !== undefined) session.handle.setMetadata(metadata);
    if (Array.isArray(tags) && tags.length > 0) session.handle.addTags(...tags.slice(0, maxTags));
  });
}
