import { Agent } from '@mastra/core/agent';
import { Mastra } from '@mastra/core/mastra';
import { InMemoryStore } from '@mastra/core/storage';
import { instrumentAgent, type SentrialCallOptions, traced, withSession } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { type AnyAgent, drain, lookup } from '../support/mock-agents.ts';
import { recordToSink } from '../support/recorded.ts';
import { type Line, scriptedModel } from '../support/scripted-model.ts';

const recorded = recordToSink();

const sentrial: SentrialCallOptions = { userId: 'user-1', convoId: 'talk-1', metadata: { plan: 'pro' } };
const memory = { resource: 'resource-1', thread: 'thread-1' };

function newAgent(lines: readonly Line[] = [{ text: 'hello there' }], config: object = {}): AnyAgent {
  const named = { id: 'nested', name: 'nested', instructions: 'Be brief.', tools: { lookup } };
  const agent = new Agent({ ...named, model: scriptedModel(lines), ...config } as never);
  new Mastra({ agents: { agent }, storage: new InMemoryStore(), logger: false });
  return instrumentAgent(agent);
}

describe('a run inside of a session', () => {
  it('applies the attributes of the call to the outer session', async () => {
    await withSession({ name: 'request', userId: 'somebody' }, () =>
      newAgent().generate('Go', { sentrial, memory }),
    );
    const { sessions } = await recorded();
    expect(sessions).toMatchObject([
      { userId: 'user-1', convoId: 'talk-1', metadata: { plan: 'pro' }, status: 'completed' },
    ]);
  });

  it('sets user and conversation from its memory, unless they are set already', async () => {
    class AgentHarness {
      @traced({ name: 'request' })
      answer(): Promise<unknown> {
        return newAgent().generate('Go', { memory });
      }
    }
    await new AgentHarness().answer();
    const { sessions } = await recorded();
    expect(sessions).toMatchObject([{ name: 'request', userId: 'resource-1', convoId: 'thread-1' }]);
  });

  it('does not change explicit identity, or the identity of an earlier run', async () => {
    await withSession({ name: 'request', userId: 'somebody' }, async () => {
      await newAgent().generate('Go', { memory });
      await newAgent().generate('Go', { memory: { resource: 'other', thread: 'other' } });
    });
    const { sessions } = await recorded();
    expect(sessions).toMatchObject([{ userId: 'somebody', convoId: 'thread-1' }]);
  });

  it('implies nothing of the session of another agent', async () => {
    const inner = newAgent();
    const instructions = async () => (await inner.generate('Go', { memory })).text;
    await newAgent(undefined, { instructions }).generate('Go');
    const { sessions } = await recorded();
    expect(sessions).toMatchObject([{ userId: 'anonymous' }]);
    expect(sessions[0]?.convoId).toBeUndefined();
  });
});

describe('a call that resumes a run', () => {
  it('applies the attributes of the call to its session', async () => {
    const lines = [{ tools: [{ name: 'lookup', args: { q: 'all' } }] }, { text: 'gone' }];
    const agent = newAgent(lines);
    const first = await agent.stream('Delete', { requireToolApproval: true });
    await drain(first);
    await drain(await agent.approveToolCall({ runId: first.runId, sentrial }));
    const { sessions } = await recorded();
    expect(sessions).toMatchObject([
      { userId: 'user-1', convoId: 'talk-1', metadata: { plan: 'pro' }, status: 'completed' },
    ]);
  });
});
