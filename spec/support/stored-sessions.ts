import { flush } from '@sentrial/mastra';
import type { EventDetail, SessionView } from '@sentrial/mastra/query';
import { vi } from 'vitest';
import type { SpecCollector } from './collector.ts';

/** A session as stored, each event with its values. */
export interface StoredSession {
  readonly session: SessionView['session'];
  readonly events: readonly EventDetail[];
}

/** Delivers what has been recorded and reads back every session, oldest first. */
export async function storedSessions(
  { ask }: SpecCollector,
  agentName?: string,
): Promise<readonly StoredSession[]> {
  await flush();
  const { sessions } = await ask.sessions({ ...(agentName === undefined ? {} : { agentName }), limit: 200 });
  const views = await Promise.all(sessions.map(({ id }) => ask.session(id)));
  const whole = views.map(async ({ session, events }) => ({
    session,
    events: await Promise.all(events.map((event) => ask.event(session.id, event.id))),
  }));
  return (await Promise.all(whole)).reverse();
}

/** The one session of an agent, once it has ended. */
export function storedSession(collector: SpecCollector, agentName: string): Promise<StoredSession> {
  return vi.waitFor(async () => {
    const sessions = await storedSessions(collector, agentName);
    const [only] = sessions;
    if (sessions.length !== 1 || !only)
      throw new Error(`expected 1 session of ${agentName}, found ${sessions.length}`);
    if (only.session.status === 'running') throw new Error('the session is still running');
    return only;
  }, 5000);
}
