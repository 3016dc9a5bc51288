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

/** Runs a sample in a process of its own. Returns what it printed and the sessions it left. */
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
  it('prints the answer, and the address of the session that recorded it', async () => {
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

describe('the product page, block by block:', () => {
  it('quick start: a run is a session with input, output, tokens, cost and latency', async () => {
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

  it('configuration: without a way to the hosted product the run goes through, and one line says so', async () => {
    const { code, stdout, stderr } = await run('02-configuration', {
      NODE_OPTIONS: `--import ${join(import.meta.dirname, 'support/offline.mjs')}`,
    });
    expect([code, stdout]).toEqual([0, 'Hello! How can I help you today?\n']);
    expect(stderr.match(/No collector answers at https:\/\/api\.sentrial\.com/g)).toHaveLength(1);
  });

  it('multi-turn: two runs in a thread are two sessions of one conversation and user', async () => {
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

  it('tool tracking: the tool stands between the model calls, with arguments and result', async () => {
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

  it('streaming: text and callbacks as ever, and a session when the stream has ended', async () => {
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

  it('redaction: what is stored holds labels', async () => {
    const { code, sessions } = await run('06-pii-redaction');
    expect(code).toBe(0);
    expect(sessions[0]?.session.input).toBe('My email is [EMAIL] and SSN is [SSN]');
    expect(JSON.stringify(sessions)).not.toMatch(/john@example|123-45-6789/);
  });

  it('per-call overrides: user, conversation and metadata are those of the call', async () => {
    const { code, sessions } = await run('07-per-call-overrides');
    expect(code).toBe(0);
    expect(sessions[0]?.session).toMatchObject({
      userId: 'override-user-id',
      convoId: 'override-convo-id',
      metadata: { satisfaction: 5, source: 'web-chat', priority: 'high' },
    });
  });

  it('error handling: a failed session with type and message, and the error thrown on', async () => {
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

  it('full production example: two turns with a tool each, linked, without personal data', async () => {
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

  it('a policy of its own: pseudonyms, patterns, and kinds that are left alone', async () => {
    const { code, stdout, sessions } = await run('../03-own-redaction-policy');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/\d stored, without personal data\n$/)]);
    expect(sessions[0]?.session.input).toBe(
      'Hello, [EMPLOYEE_1] wrote from 192.0.2.7 to [EMAIL_1], and [EMAIL_1] to [EMAIL_2].',
    );
    expect(sessions[0]?.session.redaction.policies).toEqual([expect.stringMatching(/^local-/)]);
  });

  it('prices of its own: a run costs what they say', async () => {
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

  it('destinations side by side: the collector, and a file of JSON lines', async () => {
    const { code, stdout, sessions } = await run('../05-destinations', { TRACES_DIR: tempDir() });
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^(\d+) at the collector, \1 lines in the file\n$/),
    ]);
    expect(sessions.map(({ session }) => session.status)).toEqual(['completed']);
  });

  it('a test of traced code, against what is recorded in memory', async () => {
    const { code, stdout } = await run('../06-test-your-agent');
    expect([code, stdout]).toEqual([0, 'completed, after 3 steps\n']);
  });

  it('is quoted by the README: each paragraph of its code stands in a sample', () => {
    const samples = join(import.meta.dirname, '../samples');
    const files = readdirSync(samples, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const code = files.map((file) => readFileSync(join(samples, file), 'utf8')).join('\n');
    const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
    const paragraphs = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
      block.trim().split('\n\n'),
    );
    expect(paragraphs.length).toBeGreaterThan(3);
    expect(paragraphs.filter((paragraph) => !code.includes(paragraph))).toEqual([]);
  });

  it('has a test above for every sample', () => {
    const samples = readdirSync(directory).map((file) => file.replace(/\.ts$/, ''));
    const source = readFileSync(import.meta.filename, 'utf8');
    expect(samples.filter((sample) => !source.includes(`run('${sample}'`))).toEqual([]);
  });
});
