import { Agent } from '@mastra/core/agent';
import { definePrices, flush, instrumentAgent, trace, withSession } from '@sentrial/mastra';
import { scriptedModel } from '../scripted-model.ts';

/** A program that uses what needs files, compiled patterns and data: spool, custom patterns, policy and prices. */
async function main(): Promise<void> {
  definePrices({ 'acme/acme-1': { input: 1, output: 2 } });
  const usage = { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 };
  const agentWith = (name: string, provider: string, id: string) => {
    const model = scriptedModel([{ text: 'hello' }], { provider, id, usage });
    return new Agent({ id: name, name, instructions: 'Be brief.', model });
  };
  const text = 'Ticket TCK-12345 of badge B-77 from ada@example.com';
  await instrumentAgent(agentWith('project-policy', 'openai', 'gpt-4o-mini')).generate(text);
  const pii = { customPatterns: [{ label: 'BADGE', pattern: /B-\d+/ }] };
  await instrumentAgent(agentWith('own-policy', 'acme', 'acme-1'), { pii }).generate(text);
  withSession({ name: 'functions' }, () => trace((input: string) => input)(text));
  const stats = await flush(2000).catch(() => undefined);
  console.log(JSON.stringify(stats?.dropped));
  process.exit();
}

void main();
