import { onTestFinished } from 'vitest';
import { createClient } from '../../lib/client/client.ts';
import type { Client } from '../../lib/client/index.ts';
import { type ClientOptions, resolveOptions } from '../../lib/client/options.ts';

/** A client of the spec's own, closed when the test is. */
export function ownClient(options: ClientOptions): Client {
  const client = createClient(resolveOptions({ spoolDir: false, ...options }, {}));
  onTestFinished(async () => {
    await client.close(0).catch(() => undefined);
  });
  return client;
}

/** Records a session as an agent would: a model call, a tool that fails, and its end. Returns its id. */
export function recordSession({ recorder }: Client, name = 'desk'): string {
  const session = recorder.openSession({
    name,
    agentName: name,
    userId: 'user-42',
    convoId: 'thread-1',
    input: 'Who is john@example.com?',
  });
  const agent = session.startStep({ kind: 'agent', name: 'helper' });
  session
    .startStep({
      kind: 'llm',
      name: 'llm:openai:gpt-4o-mini',
      provider: 'openai',
      model: 'gpt-4o-mini',
      parentEventId: agent.id,
      input: { messages: [{ role: 'user', content: 'Who is john@example.com?' }] },
    })
    .end({
      output: { text: 'I look it up.' },
      finishReason: 'tool-calls',
      usage: { inputTokens: 100, cacheReadTokens: 20, outputTokens: 10 },
    });
  session
    .startStep({
      kind: 'tool',
      name: 'lookup-user',
      toolCallId: 'call-1',
      input: { id: 7 },
      parentEventId: agent.id,
    })
    .end({ error: new TypeError('no such user') });
  agent.end({ output: 'Nobody.' });
  session.end({ status: 'completed', output: 'Nobody I know.' });
  return session.id;
}
