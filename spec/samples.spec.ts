import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { productPageScript } from '../samples/support/product-page-script.ts';
import { type ScriptedLlm, startScriptedLlm } from '../samples/support/scripted-llm.ts';
import { type SpecCollector, specKey, startSpecCollector } from './support/collector.ts';
import { type ProgramResult, runProgram } from './support/host-program.ts';
import { type StoredSession, storedSessions } from './support/stored-sessions.ts';
import { tempDir } from './support/temp-dir.ts';

const directory = join(import.meta.dirname, '../samples/product-page');
let collector: SpecCollector;
let llm: ScriptedLlm;

beforeAll(async () => {
  collector = await startSpecCollector();
  llm = await startScriptedLlm(productPageScript);
});

afterAll(async () => {
  await llm.stop();
  await collector.close();
});

/** Runs a sample in its own process. Returns its output and the sessions that it recorded. */
async function run(
  sample: string,
  env: NodeJS.ProcessEnv = {},
): Promise<ProgramResult & { readonly sessions: readonly StoredSession[] }> {
  const before = (await storedSessions(collector)).length;
  const result = await runProgram(join(directory, `${sample}.ts`), {
    OPENAI_BASE_URL: `${llm.url}/v1`,
    OPENAI_API_KEY: 'scripted',
    SENTRIAL_API_URL: collector.url,
    SENTRIAL_API_KEY: specKey,
    ...env,
  });
  return { ...result, sessions: (await storedSessions(collector)).slice(before) };
}

const namesOf = ({ events }: StoredSession) => events.map(({ name }) => name);

describe('samples/01-trace-an-agent.ts', () => {
  it('prints the answer and the address of its session', async () => {
    const { code, stdout, sessions } = await run('../01-trace-an-agent');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      `USR-123 is looked up in ${collector.url}/sessions/${sessions[0]?.session.id}`,
      'USR-123 is Alice Moreau, on the Pro plan.',
      expect.stringMatching(/^\d+ stored, 0 waiting$/),
      '',
    ]);
  });
});

describe('the code of the product page', () => {
  it('01-quick-start records a session with input, output, tokens, cost and latency', async () => {
    const { code, stdout, stderr, sessions } = await run('01-quick-start');
    expect([code, stdout, stderr]).toEqual([0, 'Sunny, with a light breeze from the west.\n', '']);
    expect(sessions).toMatchObject([
      {
        session: {
          agentName: 'my-agent',
          status: 'completed',
          input: 'What is the weather today?',
          output: 'Sunny, with a light breeze from the west.',
          totals: { promptTokens: 120, completionTokens: 24, costPico: '540000000' },
        },
      },
    ]);
    expect(sessions[0]?.session.durationMs).toBeGreaterThan(0);
  });

  it('02-configuration runs without a network and logs one line', async () => {
    const { code, stdout, stderr } = await run('02-configuration', {
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'support/offline.mjs')}`,
    });
    expect([code, stdout]).toEqual([0, 'Hello! How can I help you today?\n']);
    expect(stderr.match(/No collector answers at https:\/\/api\.sentrial\.com/g)).toHaveLength(1);
  });

  it('03-multi-turn records two sessions of one conversation and user', async () => {
    const { code, sessions } = await run('03-multi-turn');
    expect(code).toBe(0);
    expect(sessions.map(({ session }) => [session.convoId, session.userId])).toEqual([
      ['convo-abc-123', 'user-42'],
      ['convo-abc-123', 'user-42'],
    ]);
    expect((await collector.ask.conversation('convo-abc-123')).sessions.map(({ input }) => input)).toEqual([
      'Hi, my name is Alice.',
      'What was my name again?',
    ]);
  });

  it('04-tool-tracking records the tool between the model calls, with arguments and result', async () => {
    const { code, sessions } = await run('04-tool-tracking');
    expect([code, sessions.map(namesOf)]).toEqual([
      0,
      [['llm:openai:gpt-4o-mini', 'lookup-user', 'llm:openai:gpt-4o-mini']],
    ]);
    expect(sessions[0]?.events[1]).toMatchObject({
      input: { userId: 'USR-123' },
      output: { id: 'USR-123', name: 'Alice Moreau', email: '[EMAIL]' },
      toolCallId: expect.any(String),
    });
  });

  it('05-streaming keeps text and callbacks, and records a session when the stream ends', async () => {
    const { code, stdout, sessions } = await run('05-streaming');
    expect([code, stdout]).toEqual([
      0,
      'Step done: 1 tool calls\nYou have one order, ORD-12345. It has shipped.Step done: 0 tool calls\n',
    ]);
    expect(sessions).toMatchObject([
      {
        session: {
          userId: 'user-42',
          convoId: 'convo-abc',
          status: 'completed',
          output: 'You have one order, ORD-12345. It has shipped.',
          totals: { promptTokens: 216, completionTokens: 40 },
        },
      },
    ]);
  });

  it('06-pii-redaction stores labels instead of personal data', async () => {
    const { code, sessions } = await run('06-pii-redaction');
    expect(code).toBe(0);
    expect(sessions[0]?.session.input).toBe('My email is [EMAIL] and SSN is [SSN]');
    expect(JSON.stringify(sessions)).not.toMatch(/john@example|123-45-6789/);
  });

  it('07-per-call-overrides records user, conversation and metadata of the call', async () => {
    const { code, sessions } = await run('07-per-call-overrides');
    expect(code).toBe(0);
    expect(sessions[0]?.session).toMatchObject({
      userId: 'override-user-id',
      convoId: 'override-convo-id',
      metadata: { satisfaction: 5, source: 'web-chat', priority: 'high' },
    });
  });

  it('08-error-handling records a failed session and rethrows the error', async () => {
    const { code, stderr, sessions } = await run('08-error-handling');
    expect(code).toBe(0);
    expect(stderr).toContain('This model does not take risks.');
    expect(sessions[0]?.session).toMatchObject({
      status: 'failed',
      failure: {
        type: expect.stringMatching(/\w/),
        message: expect.stringContaining('This model does not take risks.'),
      },
    });
  });

  it('09-full-production records two linked turns with a tool each and no personal data', async () => {
    const { code, stdout, sessions } = await run('09-full-production');
    expect([code, stdout.split('\n').length]).toEqual([0, 3]);
    expect(sessions.map(namesOf)).toEqual([
      ['llm:openai:gpt-4o-mini', 'lookup-user', 'llm:openai:gpt-4o-mini'],
      ['llm:openai:gpt-4o-mini', 'check-order', 'llm:openai:gpt-4o-mini'],
    ]);
    const [first, second] = sessions.map(({ session }) => session);
    expect(first?.input).toBe('Hi, I need help with my account. My email is [EMAIL]');
    expect(first).toMatchObject({
      agentName: 'customer-support',
      userId: 'user-42',
      convoId: expect.stringMatching(/^thread-\d+$/),
    });
    expect(second?.convoId).toBe(first?.convoId);
    expect(JSON.stringify(sessions)).not.toContain('alice@example');
  });
});

describe('a numbered sample', () => {
  it('records its own functions and methods as steps of a session', async () => {
    const { code, stdout, sessions } = await run('../02-record-your-own-code');
    const [first] = sessions;
    expect([code, stdout]).toEqual([
      0,
      `2 orders, 120 EUR\n${collector.url}/sessions/${first?.session.id}\n`,
    ]);
    expect(first?.events.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'function load',
      'function find',
      'function find',
      'decision order-total',
    ]);
  });

  it('applies pseudonyms, custom patterns and switched-off kinds of its own policy', async () => {
    const { code, stdout, sessions } = await run('../03-own-redaction-policy');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/\d stored, without personal data\n$/)]);
    expect(sessions[0]?.session.input).toBe(
      'Hello, [EMPLOYEE_1] wrote from 192.0.2.7 to [EMAIL_1], and [EMAIL_1] to [EMAIL_2].',
    );
    expect(sessions[0]?.session.redaction.policies).toEqual([expect.stringMatching(/^local-/)]);
  });

  it('prices a run with its own prices', async () => {
    const { code, stdout, sessions } = await run('../04-own-prices');
    const [first] = sessions.map(({ session }) => session);
    const { promptTokens = 0, completionTokens = 0 } = first?.totals ?? {};
    expect(promptTokens).toBeGreaterThan(0);
    const sum = promptTokens * 2_000_000 + completionTokens * 8_000_000;
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`\\n${sum} pico-dollars, at the price of openai/gpt-4o in definePrices\\(\\)\\n$`),
    );
  });

  it('sends to the collector, a file of JSON lines and a function', async () => {
    const { code, stdout, sessions } = await run('../05-destinations', { TRACES_DIR: tempDir() });
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^(\d+) at the collector, \1 lines in the file, \1 in the list\n$/),
    ]);
    expect(sessions.map(({ session }) => session.status)).toEqual(['completed']);
  });

  it('reads recorded sessions back from the collector', async () => {
    const { code, stdout, sessions } = await run('../07-query-sessions');
    const [{ session } = {}] = sessions;
    expect([code, stdout]).toEqual([
      0,
      `${session?.id} completed after ${session?.durationMs} ms: 3 orders, 120 EUR\n`,
    ]);
  });

  it('keeps a session across a listener and another process', async () => {
    const { code, stdout } = await run('../08-follow-a-session');
    expect([code, stdout]).toEqual([0, 'imported ORD-12345, send-receipt\n']);
  });

  it('tests an agent against the sessions in memory', async () => {
    const { code, stdout } = await run('../06-test-your-agent');
    expect([code, stdout]).toEqual([0, 'completed, after 3 steps\n']);
  });

  it('has a test above for every sample', () => {
    const source = readFileSync(import.meta.filename, 'utf8');
    const numbered = (folder: string, prefix: string) =>
      readdirSync(folder)
        .filter((file) => /^\d\d-.*\.ts$/.test(file))
        .map((file) => `${prefix}${file.replace(/\.ts$/, '')}`);
    const samples = [...numbered(directory, ''), ...numbered(join(directory, '..'), '../')];
    expect(samples.filter((sample) => !source.includes(`run('${sample}'`))).toEqual([]);
  });
});
