// Starts the collector with its dashboard and holds a conversation with an agent that is traced. Prints the link to
// the conversation, and stays up until Ctrl-C. The model is a scripted server. With `--live` and OPENAI_API_KEY set,
// it is the real provider.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { close, flush } from '@sentrial/mastra';
import { type RunningCollector, startCollector } from '@sentrial/mastra/collector';
import { buildDashboard } from './support/build-dashboard.ts';
import { pointMastraAt, type ScriptedLlm, startScriptedLlm } from './support/scripted-llm.ts';
import { supportScript } from './support/support-script.ts';

/** The port at which programs look for a collector by default. */
const usualPort = 3001;
const firstPort = Number(process.env.PORT ?? usualPort);
const misuse = 2;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

let collector: RunningCollector | undefined;
let llm: ScriptedLlm | undefined;

const interrupt = new AbortController();
const interrupted = new Promise<void>((resolve) => {
  interrupt.signal.addEventListener('abort', () => resolve());
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());

/** Returns the options of the command line, or `undefined` after it has printed what is wrong with them. */
function readArguments(): { readonly isLive: boolean } | undefined {
  try {
    const { values } = parseArgs({ options: { live: { type: 'boolean', default: false } } });
    return { isLive: values.live };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\nValid options: --live\n`);
    return undefined;
  }
}

async function run(isLive: boolean): Promise<void> {
  if (isLive && !process.env.OPENAI_API_KEY) {
    throw new Error('--live talks to OpenAI. Set OPENAI_API_KEY, or omit --live to use the scripted model.');
  }
  say('Building the dashboard and starting the collector …');
  await buildDashboard();
  interrupt.signal.throwIfAborted();
  collector = await startCollector({ port: firstPort });
  if (firstPort !== 0 && collector.port !== firstPort)
    say(`Port ${firstPort} is taken, so the collector listens on ${collector.port}.`);
  // The conversation goes to this collector, even when the shell names another one.
  process.env.SENTRIAL_API_URL = collector.url;
  delete process.env.SENTRIAL_API_KEY;
  if (!isLive) {
    llm = await startScriptedLlm(supportScript);
    pointMastraAt(llm);
  }
  const model = isLive ? 'OpenAI' : 'a scripted model';
  say(`Collector ready at ${collector.url}. Holding a conversation with ${model} …\n`);
  const { holdConversation } = await import('./support-conversation.ts');
  const threadId = `thread-${Date.now()}`;
  await holdConversation('user-42', threadId, (line) => say(`  ${line}`), interrupt.signal);
  await flush();
  interrupt.signal.throwIfAborted();
  sayWhatNext(collector, threadId);
}

function sayWhatNext(collector: RunningCollector, threadId: string): void {
  const clone = JSON.stringify(join(import.meta.dirname, '..'));
  const hint = collector.port === usualPort ? '' : `: start them with SENTRIAL_API_URL=${collector.url}`;
  say(`\nSee the conversation:\n\n  ${collector.link(`/conversations/${threadId}`)}\n`);
  say('To trace your own agent, run this in its project:\n');
  say(`  npm pack --silent ${clone} && npm install ./sentrial-mastra-*.tgz @mastra/core zod\n`);
  say(`The collector stays up for your own agents${hint}. Stop it with Ctrl-C.`);
}

async function stop(): Promise<void> {
  await close();
  await llm?.stop();
  await collector?.close();
}

const options = readArguments();
if (options) {
  try {
    await run(options.isLive);
    await interrupted;
  } catch (error) {
    if (!interrupt.signal.aborted) {
      process.stderr.write(`${(error as Error).message}\n`);
      process.exitCode = 1;
    }
  }
  if (interrupt.signal.aborted) say('\nStopping …');
  await stop();
} else {
  process.exitCode = misuse;
}
