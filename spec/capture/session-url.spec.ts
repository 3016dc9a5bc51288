import { sessionUrl, withSession } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { openAgentHarness } from '../support/agent-harness.ts';
import { mockAgents } from '../support/mock-agents.ts';

const harness = openAgentHarness();

const idOf = async (agentName: string) => (await harness.session(agentName)).session.id;
const idIn = (url: string | undefined) =>
  /^http:\/\/127\.0\.0\.1:\d+\/sessions\/([\w-]+)$/.exec(url ?? '')?.[1];

describe('sessionUrl()', () => {
  it('returns the page of the session for what generate() resolves with', async () => {
    const { tracked, agentName } = mockAgents(harness);
    const result = await tracked.generate('hi');
    expect(idIn(sessionUrl(result))).toBe(await idOf(agentName));
  });

  it('returns the page of the session for what stream() resolves with, before it ends', async () => {
    const { tracked, agentName } = mockAgents(harness);
    const stream = await tracked.stream('hi');
    const url = sessionUrl(stream);
    await stream.text;
    expect(idIn(url)).toBe(await idOf(agentName));
  });

  it('returns the page of the current session without a result', () => {
    const url = withSession({ name: 'outer' }, () => sessionUrl());
    expect(idIn(url)).toBeDefined();
    expect(sessionUrl()).toBeUndefined();
  });

  it('returns undefined for other values', () => {
    expect(sessionUrl({ text: 'hello' })).toBeUndefined();
    expect(sessionUrl('text')).toBeUndefined();
    expect(sessionUrl(null)).toBeUndefined();
  });
});
