import { describe, expect, it } from 'vitest';
import { CallbackOutcome } from '../../../../lib/capture/mastra/run/callback-outcome.ts';
import { ended, type RunState } from '../../../../lib/capture/mastra/run/run-state.ts';
import { createManualClock } from '../../../support/manual-clock.ts';

const completed = ended({ status: 'completed' });
const failed = ended({ status: 'failed' });
const suspended: RunState = { state: 'suspended', runId: 'run-1' };

function waitingOutcome() {
  const clock = createManualClock();
  const outcome = new CallbackOutcome(true, clock);
  const stream: { state?: RunState } = {};
  const states: RunState[] = [];
  const wait = () => void outcome.waitForCallback(() => stream.state).then((state) => states.push(state));
  return { clock, outcome, stream, states, wait };
}

describe('the outcome of a run whose stream does not report its end', () => {
  it('is the first one that a callback reports', async () => {
    const { clock, outcome, states, wait } = waitingOutcome();
    wait();
    outcome.report(completed);
    outcome.report(failed);
    await clock.advance(0);
    expect(states).toEqual([completed]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('can be reported before anything waits for it', async () => {
    const { clock, outcome, states, wait } = waitingOutcome();
    outcome.report(completed);
    wait();
    await clock.advance(0);
    expect(states).toEqual([completed]);
  });

  it('is read from the stream every 100 milliseconds', async () => {
    const { clock, stream, states, wait } = waitingOutcome();
    wait();
    await clock.advance(250);
    stream.state = suspended;
    await clock.advance(49);
    expect(states).toEqual([]);
    await clock.advance(1);
    expect(states).toEqual([suspended]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is the state of the stream if a callback reports another one', async () => {
    const { clock, outcome, stream, states, wait } = waitingOutcome();
    wait();
    stream.state = suspended;
    outcome.report(completed);
    await clock.advance(0);
    expect(states).toEqual([suspended]);
  });

  it('is reported again after the run has been resumed', async () => {
    const { clock, outcome, states, wait } = waitingOutcome();
    outcome.report(failed);
    outcome.reset();
    wait();
    await clock.advance(500);
    expect(states).toEqual([]);
    outcome.report(completed);
    await clock.advance(0);
    expect(states).toEqual([completed]);
  });
});
