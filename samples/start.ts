// Starts the collector with its dashboard, holds a conversation with a real Mastra agent, prints the link of that
// conversation, and stays up until Ctrl-C. The model is a scripted server; with OPENAI_API_KEY set and `--live`
// it is the real provider's.

import { close } from '@sentrial/mastra';
import { type RunningCollector, startCollector } from '@sentrial/mastra/collector';
import { buildDashboard } from './support/build-dashboard.ts';
import { pointMastraAt, type ScriptedLlm, startScriptedLlm } from './support/scripted-llm.ts';
import { supportScript } from './support/support-script.ts';

/** Where programs look for a collector when nothing tells them otherwise. */
const usualPort = 3001;
const firstPort = Number(process.env.PORT ?? usualPort);
const isLive = process.argv.includes('--live');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

let collector: RunningCollector | undefined;
let llm: ScriptedLlm | undefined;

const stopped = new Promise<string>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
});

async function run(): Promise<void> {
  if (isLive && !process.env.OPENAI_API_KEY) {
    throw new Error(
      '--live talks to OpenAI: set OPENAI_API_KEY, or leave --live out to use the scripted model.',
    );
  }
  say('Building the dashboard and starting the collector …');
  await buildDashboard();
  collector = await startCollector({ port: firstPort });
  if (firstPort !== 0 && collector.port !== firstPort)
    say(`Port ${firstPort} is taken, so the collector listens on ${collector.port}.`);
  // The collector just started is the one meant, whatever else the shell points to.
  process.env.SENTRIAL_API_URL = collector.url;
  delete process.env.SENTRIAL_API_KEY;
  if (!isLive) {
    llm = await startScriptedLlm(supportScript);
    pointMastraAt(llm);
  }
  say(
    `Collector ready at ${collector.url}. Holding a conversation with ${isLive ? 'OpenAI' : 'a scripted model'} …\n`,
  );
  const { holdConversation } = await import('./support-conversation.ts');
  const threadId = `thread-${Date.now()}`;
  const { flush } = await import('@sentrial/mastra');
  await holdConversation('user-42', threadId, (line) => say(`  ${line}`));
  await flush();
  say(`\nSee the conversation:\n\n  ${collector.link(`/conversations/${threadId}`)}\n`);
  const told = collector.port === usualPort ? '' : `: start them with SENTRIAL_API_URL=${collector.url}`;
  say(`The collector stays up for your own agents${told}. Stop it with Ctrl-C.`);
}

async function stop(): Promise<void> {
  await close();
  await llm?.stop();
  await collector?.close();
}

try {
  await Promise.race([run(), stopped]);
  await stopped;
  say('\nStopping …');
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
await stop();
