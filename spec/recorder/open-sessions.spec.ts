import { describe, expect, it } from 'vitest';
import type { CapturedItem } from '../../lib/model/index.ts';
import { createRecorder, type Session } from '../../lib/recorder/index.ts';

const hourMs = 3_600_000;

/** A recorder on a clock that is set by hand, with all that it emitted. */
function handSet() {
  const items: CapturedItem[] = [];
  let nowMs = 0;
  const clock = {
    wallMs: () => 1e12 + nowMs,
    monotonicMs: () => nowMs,
    startTimer: () => ({ cancel: () => undefined }),
  };
  const recorder = createRecorder({
    clock,
    emit: (item) => items.push(item),
    urlOf: String,
    sdk: { name: 'spec', version: '0' },
  });
  const open = (): Session => recorder.openSession({ name: 'desk', agentName: 'desk' });
  return {
    recorder,
    items,
    open,
    /** Lets hours pass, in each of which another session begins. */
    pass(hours: number, inEach: () => void = () => undefined) {
      for (let hour = 0; hour < hours; hour++) {
        nowMs += hourMs;
        inEach();
        open();
      }
    },
    endingsOf: ({ id }: Session) =>
      items.flatMap((item) =>
        item.type === 'session' && item.id === id && item.set?.endedAt ? [item.set] : [],
      ),
  };
}

describe('a session that is never ended', () => {
  it('is given up as abandoned when nothing has gone on in it for a day', () => {
    const { open, pass, endingsOf } = handSet();
    const session = open();
    pass(24);
    expect(endingsOf(session)).toEqual([]);
    pass(2);
    expect(endingsOf(session)).toMatchObject([{ status: 'cancelled', reason: 'abandoned' }]);
  });

  it('stays open while it changes', () => {
    const { open, pass, endingsOf } = handSet();
    const session = open();
    pass(60, () => session.handle.setMetadata({ alive: true }));
    expect(endingsOf(session)).toEqual([]);
  });

  it('stays open while it waits for a human', () => {
    const { open, pass, endingsOf } = handSet();
    const session = open();
    session.suspend('run-1');
    pass(60);
    expect(endingsOf(session)).toEqual([]);
  });
});

describe('interrupt()', () => {
  it('ends each running session as interrupted, and its running steps as cancelled', () => {
    const { recorder, items, open, endingsOf } = handSet();
    const [first, second] = [open(), open()];
    first.startStep({ kind: 'llm', name: 'done' }).end();
    const step = first.startStep({ kind: 'tool', name: 'lookup', input: { id: 7 } });
    second.end({ status: 'completed' });
    recorder.interrupt();
    step.end();
    expect(endingsOf(first)).toMatchObject([{ status: 'failed', reason: 'interrupted' }]);
    expect(endingsOf(second)).toMatchObject([{ status: 'completed' }]);
    expect(items.filter(({ type }) => type === 'event')).toMatchObject([
      { name: 'done', status: 'ok' },
      { name: 'lookup', status: 'cancelled', input: { id: 7 } },
    ]);
  });

  it('ignores a suspended session until it is resumed', () => {
    const { recorder, open, endingsOf } = handSet();
    const session = open();
    session.suspend('run-1');
    recorder.interrupt();
    expect(endingsOf(session)).toEqual([]);
    session.resume();
    recorder.interrupt();
    expect(endingsOf(session)).toMatchObject([{ reason: 'interrupted' }]);
  });

  it('does not keep a session from ending after all', () => {
    const { recorder, open, endingsOf } = handSet();
    const session = open();
    recorder.interrupt();
    recorder.interrupt();
    session.end({ status: 'completed' });
    session.end({ status: 'completed' });
    expect(endingsOf(session).map(({ status }) => status)).toEqual(['failed', 'completed']);
  });
});
