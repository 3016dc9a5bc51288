import { describe, expect, it } from 'vitest';
import { openAgentHarness } from '../../support/agent-harness.ts';
import { drain, mockAgents } from '../../support/mock-agents.ts';
import { scriptedModel } from '../../support/scripted-model.ts';

const harness = openAgentHarness();

const parts = [
  { type: 'file', mediaType: 'image/png', data: Buffer.from('twelve bytes').toString('base64') },
  { type: 'file', mediaType: 'audio/wav', data: new Uint8Array(7) },
  { type: 'source', sourceType: 'url', id: 's1', url: 'https://example.com/a', title: 'A page' },
];

/** A scripted model whose answers also have these parts. */
const modelWithParts = () => {
  const model = scriptedModel([{ text: 'see above' }]);
  return {
    specificationVersion: 'v2',
    provider: model.provider,
    modelId: model.modelId,
    supportedUrls: {},
    async doGenerate(options: unknown) {
      const result = await model.doGenerate(options);
      return { ...result, content: [...parts, ...result.content] };
    },
    async doStream(options: unknown) {
      const { stream } = await model.doStream(options);
      const withParts = new TransformStream({
        transform(part, controller) {
          if (part.type === 'finish') for (const extra of parts) controller.enqueue(extra);
          controller.enqueue(part);
        },
      });
      return { stream: stream.pipeThrough(withParts) };
    },
  };
};

describe.each(['generate', 'stream'] as const)('the recorded answer of a model in %s()', (mode) => {
  it('has its files by type and size, and its sources', async () => {
    const { tracked, agentName } = mockAgents(harness, { agent: { model: modelWithParts() } });
    if (mode === 'generate') await tracked.generate('Go');
    else await drain(await tracked.stream('Go'));
    const { events } = await harness.session(agentName);
    expect(events[0]?.output).toEqual({
      text: 'see above',
      files: [
        { mediaType: 'image/png', bytes: 12 },
        { mediaType: 'audio/wav', bytes: 7 },
      ],
      sources: [{ sourceType: 'url', id: 's1', url: 'https://example.com/a', title: 'A page' }],
    });
  });
});
