import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { type InstrumentOptions, instrumentAgent } from '@sentrial/mastra';
import { afterAll, beforeAll } from 'vitest';
import { z } from 'zod';
import { pointMastraAt, type ScriptedLlm, startScriptedLlm } from '../../samples/support/scripted-llm.ts';
import { agentScript } from './agent-script.ts';
import { type SpecCollector, specKey, startSpecCollector } from './collector.ts';
import { type StoredSession, storedSession, storedSessions } from './stored-sessions.ts';

/** Agents over a real collector and a scripted model, for the specs of one file. */
export interface AgentHarness {
  /** An agent that nothing records yet, with its one tool. */
  newAgent(lookUp?: (userId: string) => unknown): { readonly agent: Agent; readonly agentName: string };
  /** The same, recorded under a name of its own. */
  newTracked(lookUp?: (userId: string) => unknown): {
    readonly agent: Agent;
    readonly tracked: Agent;
    readonly agentName: string;
  };
  /** Records an agent. */
  track<A extends object>(agent: A, agentName?: string, options?: InstrumentOptions): A;
  /** The one session of an agent, once it has ended. */
  session(agentName: string): Promise<StoredSession>;
  /** All sessions of an agent, oldest first. */
  sessions(agentName: string): Promise<readonly StoredSession[]>;
}

let count = 0;

/** A support agent with one tool, that nothing records yet. */
export function harnessAgent(
  id: string,
  lookUp: (userId: string) => unknown = (userId) => ({ userId, name: 'Alice' }),
): Agent {
  const lookupUser = createTool({
    id: 'lookup-user',
    description: 'Look up a customer by ID',
    inputSchema: z.object({ userId: z.string() }),
    execute: async ({ userId }) => lookUp(userId),
  });
  return new Agent({
    id,
    name: 'Support Agent',
    model: 'openai/gpt-4o-mini',
    tools: { lookupUser },
    instructions: 'You help customers with account lookups.',
  }) as unknown as Agent;
}

/** Sets a harness up before the specs of a file and takes it down after them. */
export function openAgentHarness(): AgentHarness {
  let collector: SpecCollector;
  let llm: ScriptedLlm;

  beforeAll(async () => {
    collector = await startSpecCollector();
    llm = await startScriptedLlm(agentScript);
    pointMastraAt(llm);
  });
  afterAll(async () => {
    await llm.stop();
    await collector.close();
  });

  const newAgent: AgentHarness['newAgent'] = (lookUp) => {
    const agentName = `desk-${++count}`;
    return { agent: harnessAgent(agentName, lookUp), agentName };
  };
  const track: AgentHarness['track'] = (agent, agentName, options) =>
    instrumentAgent(agent, { apiKey: specKey, apiUrl: collector.url, agentName, ...options });

  return {
    newAgent,
    newTracked(lookUp) {
      const { agent, agentName } = newAgent(lookUp);
      return { agent, agentName, tracked: track(agent, agentName) };
    },
    track,
    session: (agentName) => storedSession(collector, agentName),
    sessions: (agentName) => storedSessions(collector, agentName),
  };
}
