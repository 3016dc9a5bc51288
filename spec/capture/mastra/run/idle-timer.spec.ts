import { describe, expect, it, vi } from 'vitest';
import { Activity } from '../../../../lib/capture/mastra/run/activity.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

function watchedRun(mayBeBusy: () => boolean = () => false) {
  const clock = createManualClock();
  const activity = new Activity(clock);
  const onIdle = vi.fn();
  activity.watchIdle(mayBeBusy, onIdle);
  return { clock, activity, onIdle };
}

describe('the idle timer of a run', () => {
  it('fires once after ten seconds without an operation', async () => {
    const { clock, onIdle } = watchedRun();
    await clock.advance(9_999);
    expect(onIdle).not.toHaveBeenCalled();
    await clock.advance(1);
    await clock.advance(60_000);
    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  it('waits ten seconds from the end of the latest operation', async () => {
    const { clock, activity, onIdle } = watchedRun();
    activity.start();
    await clock.advance(25_000);
    activity.finish();
    await clock.advance(9_999);
    expect(onIdle).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  it('does not fire while uncounted work can be running', async () => {
    let isBusy = true;
    const { clock, onIdle } = watchedRun(() => isBusy);
    await clock.advance(40_000);
    expect(onIdle).not.toHaveBeenCalled();
    isBusy = false;
    await clock.advance(10_000);
    expect(onIdle).toHaveBeenCalledTimes(1);
  });

  it('does not fire after it is stopped', async () => {
    const { clock, activity, onIdle } = watchedRun();
    activity.unwatchIdle();
    await clock.advance(60_000);
    expect(onIdle).not.toHaveBeenCalled();
    expect(clock.pendingTimers).toBe(0);
  });
});
