// A program that records until it is asked to finish, or killed.

import { openSync, writeSync } from 'node:fs';
import { clientFor, close, stats } from '../../lib/client/index.ts';

const [file = ''] = process.argv.slice(2);
const log = openSync(file, 'a');
const client = clientFor({});
const stepsPerSession = 40;
let isFinishing = false;
let open: string[] = [];
let lost = 0;

process.on('message', () => {
  isFinishing = true;
});
process.on('disconnect', () => process.exit(0));

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function noteWhatIsSafe(): void {
  const nowLost = Object.values(stats().dropped).reduce((sum, count) => sum + count, 0);
  if (nowLost > lost) writeSync(log, `x ${nowLost - lost}\n`);
  lost = nowLost;
  if (client.atRisk() > 0 || open.length === 0) return;
  writeSync(log, open.map((id) => `! ${id}\n`).join(''));
  open = [];
}

function recordStep(session: ReturnType<typeof client.recorder.openSession>, at: number): void {
  const isCall = at % 3 === 0;
  const step = session.startStep(
    isCall
      ? { kind: 'llm', name: 'llm:openai:gpt-4o-mini', provider: 'openai', model: 'gpt-4o-mini', input: 'q' }
      : { kind: 'tool', name: `tool-${at}`, input: 'x'.repeat(200) },
  );
  writeSync(log, `? ${step.id}\n`);
  open.push(step.id);
  step.end(isCall ? { usage: { inputTokens: 1000 + at, outputTokens: 10 + at } } : { output: 'done' });
}

async function recordSession(): Promise<void> {
  const session = client.recorder.openSession({ name: 'soak', agentName: 'soak' });
  for (let at = 0; at < stepsPerSession && !isFinishing; at++) {
    recordStep(session, at);
    await undefined;
    if (at % 4 !== 0) continue;
    noteWhatIsSafe();
    await pause(10);
  }
  session.end({ status: 'completed' });
}

while (!isFinishing) await recordSession();
await close(20_000);
noteWhatIsSafe();
writeSync(log, 'end\n');
process.disconnect?.();
