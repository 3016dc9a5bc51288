import { describe, expect, it, vi } from 'vitest';
import { currentSession, sessionScope } from '../../lib/context/index.ts';
import type { CapturedItem } from '../../lib/model/index.ts';
import { createRecorder, type SessionHandle } from '../../lib/recorder/index.ts';

function openSession() {
  const items: CapturedItem[] = [];
  const recorder = createRecorder({
    emit: (item) => items.push(item),
    urlOf: (id) => `http://127.0.0.1:3001/sessions/${id}`,
    sdk: { name: 'spec', version: '0' },
  });
  const session = recorder.openSession({ name: 'desk', agentName: 'desk' });
  return { session, items };
}

const methods: readonly (keyof SessionHandle)[] = [
  'setMetadata',
  'setUser',
  'setConversation',
  'addTags',
  'setOutcome',
  'setInput',
  'setOutput',
  'log',
  'decision',
  'stateChange',
  'error',
  'score',
];

describe('currentSession() inside a session', () => {
  it.each(methods)('returns the same %s method at each access', (name) => {
    const { session } = openSession();
    sessionScope.run({ session }, () => {
      expect(currentSession()).toBe(currentSession());
      expect(currentSession()[name]).toBe(currentSession()[name]);
    });
  });

  it.each(methods)('lets vi.spyOn() replace and restore %s', (name) => {
    const { session } = openSession();
    sessionScope.run({ session }, () => {
      const original = currentSession()[name];
      const spy = vi.spyOn(currentSession() as Record<string, () => void> & SessionHandle, name as 'log');
      (currentSession()[name] as (...args: unknown[]) => void)('x', 1);
      expect(spy).toHaveBeenCalledExactlyOnceWith('x', 1);
      spy.mockRestore();
      expect(currentSession()[name]).toBe(original);
    });
  });

  it('records through methods that were taken off the handle', () => {
    const { session, items } = openSession();
    const { log, setUser, score } = sessionScope.run({ session }, currentSession);
    log('found', { id: 7 });
    setUser('user-42');
    score('rating', 5);
    expect(items.slice(1)).toMatchObject([
      { type: 'event', kind: 'log', name: 'found' },
      { type: 'session', set: { userId: 'user-42' } },
      { type: 'session', customMetrics: { rating: 5 } },
    ]);
  });

  it('records changes after the session has ended', () => {
    const { session, items } = openSession();
    const handle = sessionScope.run({ session }, currentSession);
    session.end({ status: 'completed' });
    handle.setMetadata({ rating: 5 });
    expect(items.at(-1)).toMatchObject({ id: handle.id, metadata: { rating: 5 } });
    expect(sessionScope.run({ session }, currentSession)).toBe(handle);
  });
});
