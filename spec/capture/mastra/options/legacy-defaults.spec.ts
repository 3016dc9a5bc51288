import { describe, expect, it, vi } from 'vitest';
import { openAgentHarness } from '../../../support/agent-harness.ts';
import { type AnyAgent, mockAgents } from '../../../support/mock-agents.ts';
import { scriptedV1Model } from '../../../support/scripted-model.ts';

const harness = openAgentHarness();

const methods = ['generateLegacy', 'streamLegacy'] as const;

const optionName = {
  generateLegacy: 'defaultGenerateOptionsLegacy',
  streamLegacy: 'defaultStreamOptionsLegacy',
};

const call = async (agent: AnyAgent, method: string, options?: object) => {
  const args = options === undefined ? [] : [options];
  const result = await agent[method]('Go', ...args);
  if (method === 'streamLegacy') for await (const _ of result.fullStream);
};

describe('callbacks in the legacy default options of an agent', () => {
  const calls = methods.flatMap((method) => [
    { method, options: undefined, given: 'no options' },
    { method, options: {}, given: 'empty options' },
    { method, options: { onStepFinish: undefined }, given: 'an unset callback' },
    { method, options: { temperature: 0 }, given: 'another option' },
  ]);

  it.each(calls)('are called as on the original agent ($method with $given)', async ({ method, options }) => {
    const counts = async (instrumented: boolean) => {
      const defaults = { onStepFinish: vi.fn(), onFinish: vi.fn() };
      const { tracked, plain, agentName } = mockAgents(harness, {
        agent: { model: scriptedV1Model('from before'), [optionName[method]]: defaults },
      });
      await call(instrumented ? tracked : plain, method, options);
      if (instrumented) expect((await harness.session(agentName)).session.output).toBe('from before');
      return [defaults.onStepFinish.mock.calls.length, defaults.onFinish.mock.calls.length];
    };
    expect(await counts(true)).toEqual(await counts(false));
  });

  it.each(methods)(
    'receive the arguments of the original agent and its request context (%s)',
    async (method) => {
      const seen: unknown[] = [];
      const { tracked, agentName } = mockAgents(harness, {
        agent: {
          model: scriptedV1Model('from before'),
          [optionName[method]]: ({ requestContext }: AnyAgent) => ({
            onStepFinish: (step: AnyAgent) => seen.push([requestContext.get('tier'), step.text]),
          }),
        },
      });
      const { RequestContext } = await import('@mastra/core/request-context');
      const requestContext = new RequestContext([['tier', 'gold']] as never);
      await call(tracked, method, { requestContext });
      await harness.session(agentName);
      expect(seen).toEqual([['gold', 'from before']]);
    },
  );
});

const boom = () => new Error('the provider is down');
const failures = {
  'thrown by doStream': async () => {
    throw boom();
  },
  'thrown in pull': async () => ({
    rawCall: { rawPrompt: null, rawSettings: {} },
    stream: new ReadableStream({
      pull() {
        throw boom();
      },
    }),
  }),
  'an error part': async () => ({
    rawCall: { rawPrompt: null, rawSettings: {} },
    stream: new ReadableStream({
      start(controller) {
        controller.enqueue({ type: 'text-delta', textDelta: 'par' });
        controller.enqueue({ type: 'error', error: boom() });
        controller.close();
      },
    }),
  }),
};

const consumers: { readonly [way: string]: (result: AnyAgent) => Promise<unknown> } = {
  fullStream: async ({ fullStream }) => {
    for await (const _ of fullStream);
  },
  textStream: async ({ textStream }) => {
    for await (const _ of textStream);
  },
  'consumeStream()': (result) => result.consumeStream(),
  'toDataStreamResponse()': (result) => result.toDataStreamResponse().text(),
};

describe('a legacy stream whose model fails', () => {
  const cases = Object.keys(failures).flatMap((failure) =>
    Object.keys(consumers).map((way) => ({ failure: failure as keyof typeof failures, way })),
  );

  it.each(cases)('ends as failed with the error ($failure, read by $way)', async ({ failure, way }) => {
    const model = { ...scriptedV1Model('never'), doStream: failures[failure] };
    const outcome = async (agent: AnyAgent) => {
      const onError = vi.fn();
      const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
      try {
        const result = await agent.streamLegacy('Go', { maxRetries: 0, onError });
        const end = await consumers[way]?.(result).then(
          () => 'read',
          (error: Error) => `${error.name}: ${error.message}`,
        );
        return { end, errors: onError.mock.calls.length, logged: log.mock.calls.length };
      } catch (error) {
        return { thrown: String(error) };
      } finally {
        log.mockRestore();
      }
    };
    const { tracked, plain, agentName } = mockAgents(harness, { agent: { model } });
    const expected = await outcome(plain);
    expect(await outcome(tracked)).toEqual(expected);
    const { session } = await harness.session(agentName);
    expect(session.status).toBe('failed');
    expect(JSON.stringify(session)).toContain('the provider is down');
  });

  it.each(['fullStream', 'textStream'])('logs and throws as untraced without `onError` (%s)', async (way) => {
    const model = { ...scriptedV1Model('never'), doStream: failures['thrown in pull'] };
    const { tracked, plain, agentName } = mockAgents(harness, { agent: { model } });
    const outcome = async (agent: AnyAgent) => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
      const result = await agent.streamLegacy('Go', { maxRetries: 0 });
      const end = await consumers[way]?.(result).then(
        () => 'read',
        (error: Error) => error.message,
      );
      const logged = log.mock.calls.length;
      log.mockRestore();
      return { end, logged };
    };
    const expected = await outcome(plain);
    expect(await outcome(tracked)).toEqual(expected);
    expect((await harness.session(agentName)).session.status).toBe('failed');
  });

  it('applies the transforms of the call and of the defaults as untraced', async () => {
    const upper = () => () =>
      new TransformStream({
        transform(part, controller) {
          const text = part.type === 'text-delta' ? { textDelta: part.textDelta.toUpperCase() } : {};
          controller.enqueue({ ...part, ...text });
        },
      });
    const model = scriptedV1Model('quiet');
    const defaults = { experimental_transform: upper() };
    const { tracked, agentName } = mockAgents(harness, {
      agent: { model, defaultStreamOptionsLegacy: defaults },
    });
    const result = await tracked.streamLegacy('Go');
    for await (const _ of result.textStream);
    expect(await result.text).toBe('QUIET');
    expect((await harness.session(agentName)).session.output).toBe('QUIET');
  });
});
