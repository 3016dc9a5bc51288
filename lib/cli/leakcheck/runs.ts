import { instrumentAgent, withSession } from '../../capture/index.ts';
import { flush } from '../../client/index.ts';
import { currentSession } from '../../context/index.ts';
import { TracerError } from '../../model/index.ts';
import type { Planter } from './canaries.ts';
import { createScriptedModel, type Line } from './model.ts';

/** The used part of an agent. */
interface Agent {
  generate(prompt: unknown, options?: object): Promise<unknown>;
  stream(prompt: unknown, options?: object): Promise<{ readonly textStream: AsyncIterable<string> }>;
}

interface Mastra {
  readonly Agent: new (options: object) => Agent;
  readonly createTool: (options: object) => object;
  readonly object: (shape: object) => { passthrough(): object };
}

async function loadMastra(): Promise<Mastra> {
  try {
    const { Agent } = await import('@mastra/core/agent');
    const { createTool } = await import('@mastra/core/tools');
    const { z } = await import('zod');
    return { Agent, createTool, object: z.object } as unknown as Mastra;
  } catch (cause) {
    const message = 'leakcheck runs an agent of Mastra. Install @mastra/core and zod beside this package.';
    throw new TracerError('invalid-option', message, { cause });
  }
}

interface Destination {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly spoolDir: string;
}

/** Runs agents with canaries in every recorded place, against the real client and transport. */
export async function runAgents(planter: Planter, destination: Destination): Promise<void> {
  const mastra = await loadMastra();
  const start = (lines: readonly Line[], tools: object = {}): Agent =>
    instrumentAgent(
      new mastra.Agent({
        id: 'leakcheck',
        name: `Desk of ${planter.plant('name of the agent', 'email')}`,
        instructions: `You answer for ${planter.plant('instructions', 'email')}.`,
        model: createScriptedModel(lines),
        tools,
      }),
      { ...destination, failSilently: false },
    );
  await runTools(planter, mastra, start);
  await runStream(planter, start);
  await runFailure(planter, start);
  runSession(planter, destination);
  await flush();
}

type Start = (lines: readonly Line[], tools?: object) => Agent;

async function runTools(planter: Planter, { createTool, object }: Mastra, start: Start): Promise<void> {
  const lookUp = createTool({
    id: 'look-up',
    description: `Looks customers up for ${planter.plant('description of a tool', 'email')}`,
    inputSchema: object({}).passthrough(),
    execute: async () => {
      applyAttributes(planter);
      return resultOf(planter);
    },
  });
  const fail = createTool({
    id: 'fail',
    description: 'Fails',
    inputSchema: object({}).passthrough(),
    execute: async () => {
      throw new Error(`${planter.plant('message of a tool error', 'email')} was not found`, {
        cause: { card: planter.plant('cause of a tool error', 'card') },
      });
    },
  });
  const lines: readonly Line[] = [
    {
      tool: 'lookUp',
      args: { query: planter.plant('argument of a tool', 'phone'), headers: headersOf(planter) },
    },
    { tool: 'fail', args: { note: `ip ${planter.plant('text in an argument', 'ip')}` } },
    {
      reasoning: `It must be ${planter.plant('reasoning', 'email')}.`,
      text: [`Write to ${planter.plant('answer', 'email')}.`],
    },
  ];
  const agent = start(lines, { lookUp, fail });
  await agent.generate(
    [
      { role: 'user', content: `I am ${planter.plant('earlier message', 'email')}.` },
      {
        role: 'user',
        content: `My number is ${planter.plant('prompt', 'phone')}, SSN ${planter.plant('end of the prompt', 'ssn')}.`,
      },
    ],
    {
      maxSteps: 5,
      runId: planter.plant('id of a run', 'email'),
      memory: {
        resource: planter.plant('user id', 'email'),
        thread: `thread of ${planter.plant('conversation id', 'email')}`,
      },
      sentrial: {
        metadata: {
          owner: planter.plant('metadata of a call', 'email'),
          apiKey: planter.plant('secret name in metadata', 'password'),
        },
      },
    },
  );
}

const headersOf = (planter: Planter) => [
  ['Accept', '*/*'],
  ['Authorization', `Token ${planter.plant('header pair', 'password')}`],
  ['X-Api-Key', planter.plant('second header pair', 'key')],
];

function resultOf(planter: Planter): object {
  const nested = JSON.stringify({ user: { mail: planter.plant('JSON in JSON in a result', 'email') } });
  let deep: object = { mail: planter.plant('forty levels deep', 'email') };
  for (let level = 0; level < 40; level++) deep = { deep };
  return {
    body: JSON.stringify({ password: planter.plant('secret name in JSON', 'password'), nested }),
    account: planter.plant('account of a result', 'iban'),
    card: planter.plant('card of a result', 'card'),
    phone: planter.plantNumber('number under a descriptive key', 'phone'),
    scores: { [planter.plant('key of an object', 'email')]: 3 },
    pair: { name: 'X-Auth-Token', value: planter.plant('name and value', 'password') },
    map: new Map([['authToken', planter.plant('entry of a Map', 'password')]]),
    url: `https://x.example/?u=${planter.plant('percent escapes', 'email').replace('@', '%40')}`,
    html: planter.plant('entity', 'email').replace('@', '&#64;'),
    hidden: planter.plant('zero-width characters', 'email').replace('@', '\u200b@\u200b'),
    link: `postgres://admin:${planter.plant('password in a URL', 'password')}@db.example/app`,
    log: `POST /v1\nAuthorization: Bearer ${planter.plant('header in a text', 'key')}\n`,
    cut: `${'long '.repeat(40_000)}${planter.plant('end of a text too long to keep', 'email')}`,
    deep,
  };
}

function applyAttributes(planter: Planter): void {
  const session = currentSession();
  session.setMetadata({
    [planter.plant('key of metadata', 'email')]: planter.plant('value of metadata', 'ssn'),
  });
  session.addTags(`vip ${planter.plant('tag', 'email')}`);
  session.setOutcome({ success: true, metrics: { [planter.plant('name of a metric', 'email')]: 1 } });
}

/** Each piece of the streamed text is harmless alone. */
async function runStream(planter: Planter, start: Start): Promise<void> {
  const mail = planter.plant('pieces of a stream', 'email');
  const agent = start([
    { text: ['Write to ', mail.slice(0, 6), mail.slice(6, 14), mail.slice(14), ' today.'] },
  ]);
  const { textStream } = await agent.stream(`Ask ${planter.plant('prompt of a stream', 'ip')}`);
  for await (const _ of textStream);
}

/** Calls every method of a session, with canaries in ids too. */
function runSession(planter: Planter, destination: Destination): void {
  const options = {
    ...destination,
    name: `name for ${planter.plant('name of a session', 'email')}`,
    userId: planter.plant('user id of a session', 'phone'),
    convoId: planter.plant('conversation id of a session', 'email'),
    tags: [planter.plant('tag of a session', 'ip')],
    metadata: { owner: [planter.plant('metadata of a session', 'iban')] },
    input: planter.plant('input of a session', 'card'),
  };
  withSession(options, () => {
    const session = currentSession();
    session.log(`called ${planter.plant('log line', 'phone')}`, {
      by: planter.plant('data of a log', 'email'),
    });
    session.decision('refund', { reasoning: `asked by ${planter.plant('reason of a decision', 'email')}` });
    session.stateChange('moved', {
      before: { ssn: planter.plant('state before', 'ssn') },
      after: [planter.plant('state after', 'ip')],
    });
    session.error(new Error(planter.plant('handled error', 'email')));
    session.setOutcome({
      success: true,
      metrics: { phone: planter.plantNumber('number as a metric', 'phone') },
    });
  });
  const from = { sessionId: planter.plant('id of a session', 'email') };
  withSession({ ...destination, from, name: 'continued' }, () => 'done');
}

async function runFailure(planter: Planter, start: Start): Promise<void> {
  const error = new Error(`No answer for ${planter.plant('message of a failure', 'email')}`);
  error.stack = `${error.stack}\n    at ${planter.plant('stack of a failure', 'email')}`;
  const agent = start([{ error }, { error }, { error }]);
  await agent.generate(`Fail for ${planter.plant('prompt of a failure', 'card')}`).catch(() => undefined);
}

/** Sends what a client without redaction would send to the REST routes. */
export async function runRest(planter: Planter, url: string, apiKey: string): Promise<void> {
  const post = async (path: string, body: object, method = 'POST') => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const reply = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
    return (await reply.json()) as { readonly id: string };
  };
  const { id } = await post('/api/sdk/sessions', {
    name: `for ${planter.plant('REST: name of a session', 'email')}`,
    agentName: 'leakcheck',
    userId: planter.plant('REST: user id', 'email'),
    metadata: { input: planter.plant('REST: metadata', 'phone') },
  });
  await post('/api/sdk/events', {
    sessionId: id,
    eventType: 'tool_call',
    toolName: 'look-up',
    toolInput: { password: planter.plant('REST: input of a tool', 'password') },
    toolError: { message: planter.plant('REST: error of a tool', 'email') },
  });
  await post(
    `/api/sdk/sessions/${id}`,
    { status: 'completed', output: planter.plant('REST: output', 'ssn') },
    'PATCH',
  );
}
