import { Mastra } from '@mastra/core';
import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { Observability } from '@mastra/observability';
import { z } from 'zod';

type Wrap = <F extends (...args: never[]) => unknown>(name: string, fn: F) => F;

/** How one variant of the agent is watched: by wrapping its model and tools, or by Mastra itself. */
export interface Watching {
  readonly wrapModel?: Wrap;
  readonly wrapTool?: Wrap;
  readonly byMastra?: boolean;
}

const deltas = 200;
const prompt = `Compare the orders of these two customers. ${'They asked for a summary of what was late and why. '.repeat(38)}`;
const toolResult = (id: string) => ({
  id,
  name: 'Alice Example',
  notes: 'The parcel left the warehouse on Monday and arrived on Wednesday. '.repeat(14),
});
const usage = {
  inputTokens: { total: 620, noCache: 620, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 210, text: 210, reasoning: undefined },
};

/** What every run is asked: about 2 KB. */
export const question = prompt;

/** An agent that takes three model steps and calls two tools; its model answers at once. */
export function makeAgent({ wrapModel, wrapTool, byMastra }: Watching): Agent {
  const execute = async ({ id }: { id: string }) => toolResult(id);
  const tool = (id: string) =>
    createTool({
      id,
      description: 'Looks a customer up',
      inputSchema: z.object({ id: z.string() }),
      execute: wrapTool ? wrapTool(id, execute) : execute,
    });
  const doGenerate = async (options: { prompt: readonly { role: string }[] }) => ({
    content: contentOf(options),
    ...endOf(options),
    warnings: [],
  });
  const doStream = async (options: { prompt: readonly { role: string }[] }) => ({
    stream: streamOf([
      { type: 'stream-start', warnings: [] },
      ...contentOf(options).flatMap((part) => (part.type === 'text' ? textParts() : [part])),
      { type: 'finish', ...endOf(options) },
    ]),
  });
  const agent = new Agent({
    id: 'bench',
    name: 'bench',
    instructions: 'You compare orders.',
    tools: { first: tool('first-tool'), second: tool('second-tool') },
    model: {
      specificationVersion: 'v3',
      provider: 'openai.chat',
      modelId: 'gpt-4o-mini',
      supportedUrls: {},
      doGenerate: wrapModel ? wrapModel('doGenerate', doGenerate) : doGenerate,
      doStream: wrapModel ? wrapModel('doStream', doStream) : doStream,
    } as never,
  });
  if (!byMastra) return agent as never;
  const exporter = { name: 'none', exportTracingEvent: async () => {}, shutdown: async () => {} };
  const observability = new Observability({
    configs: { default: { serviceName: 'bench', exporters: [exporter as never] } },
  });
  return new Mastra({ agents: { agent }, observability, logger: false }).getAgent('agent') as never;
}

const stepOf = ({ prompt: messages }: { prompt: readonly { role: string }[] }): number =>
  messages.filter(({ role }) => role === 'tool').length;

const endOf = (options: { prompt: readonly { role: string }[] }) => {
  const unified = stepOf(options) < 2 ? 'tool-calls' : 'stop';
  return { finishReason: { unified, raw: unified }, usage };
};

interface Part {
  readonly type: string;
  readonly [key: string]: unknown;
}

function contentOf(options: { prompt: readonly { role: string }[] }): Part[] {
  const step = stepOf(options);
  if (step === 2) return [{ type: 'text', text: 'word '.repeat(deltas) }];
  const toolName = step === 0 ? 'first' : 'second';
  return [{ type: 'tool-call', toolCallId: `call-${step}`, toolName, input: '{"id":"USR-123"}' }];
}

const textParts = (): Part[] => [
  { type: 'text-start', id: 'text' },
  ...Array.from({ length: deltas }, () => ({ type: 'text-delta', id: 'text', delta: 'word ' })),
  { type: 'text-end', id: 'text' },
];

function streamOf(parts: readonly object[]): ReadableStream<object> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const part = parts[at++];
      if (part) controller.enqueue(part);
      else controller.close();
    },
  });
}
