import { Agent as Agent171 } from '@mastra/core/agent';
import { Agent as Agent024 } from 'mastra-core-0-24/agent';
import { Agent as Agent10 } from 'mastra-core-1-0/agent';
import { Agent as Agent150 } from 'mastra-core-1-50/agent';
import { describe, expect, it } from 'vitest';
import { capabilitiesOf, resumesThroughThis } from '../../../lib/capture/mastra/agent-capabilities.ts';
import { scriptedModel } from '../../support/scripted-model.ts';

type AgentClass = new (config: never) => object;

const newAgent = (Agent: AgentClass) =>
  new Agent({ id: 'probed', name: 'probed', instructions: 'x', model: scriptedModel([]) } as never);

describe('the capabilities of an agent', () => {
  it.each([
    ['0.24', Agent024, { streamsReportEnd: false, reportsToSpans: false, acceptsModelOption: false }],
    ['1.0', Agent10, { streamsReportEnd: false, reportsToSpans: true, acceptsModelOption: false }],
    ['1.50', Agent150, { streamsReportEnd: false, reportsToSpans: true, acceptsModelOption: true }],
    ['1.71', Agent171, { streamsReportEnd: true, reportsToSpans: true, acceptsModelOption: true }],
  ])('match Mastra %s', (_, Agent, expected) => {
    const capabilities = capabilitiesOf(newAgent(Agent as AgentClass));
    expect(capabilities).toMatchObject(expected);
    expect(capabilities.getDefaultOptions('run', {})).toBeDefined();
  });

  it('are empty for an object that only has run methods', () => {
    const capabilities = capabilitiesOf({ generate: () => undefined, stream: () => undefined });
    expect(capabilities).toMatchObject({ streamsReportEnd: false, reportsToSpans: false });
    expect(capabilities.configuredTools()).toBeUndefined();
    expect(capabilities.configuredHooks()).toBeUndefined();
    expect(capabilities.getModel({})).toBeUndefined();
  });

  it('exclude a resuming method that reads private fields', () => {
    class Resuming {
      readonly #id = 'run';
      sendToolApproval(): string {
        return this.#id;
      }
      sendStreamResume(): unknown {
        return this;
      }
    }
    const { sendToolApproval, sendStreamResume } = Resuming.prototype;
    expect(resumesThroughThis('sendStreamResume', sendStreamResume)).toBe(true);
    expect(resumesThroughThis('generate', sendStreamResume)).toBe(false);
    expect(resumesThroughThis('sendToolApproval', sendToolApproval)).toBe(false);
  });
});
