import { toConsole } from '@sentrial/mastra';
import { describe, expect, it } from 'vitest';
import { ownClient, recordSession } from '../../support/record.ts';

describe('toConsole()', () => {
  it('writes one line for each finished event and one for the ended session', async () => {
    const lines: string[] = [];
    const client = ownClient({ destinations: [toConsole({ write: (line) => void lines.push(line) })] });
    const id = recordSession(client);
    await client.flush(1000);
    expect(lines).toEqual([
      expect.stringMatching(
        /^\d\d:\d\d:\d\d\.\d{3} {2}✓ +\d+ ms {2}llm:openai:gpt-4o-mini {2}120 → 10 tokens {2}\$0\.0000\d\d {2}\{.*\} → \{"text":"I look it up."\}$/,
      ),
      expect.stringMatching(/✗ +\d+ ms {2}lookup-user {2}\{"id":7\} {2}TypeError: no such user$/),
      expect.stringMatching(/✓ +\d+ ms {2}helper {2}"Nobody."$/),
      expect.stringMatching(
        new RegExp(`✓ +\\d+ ms {2}desk completed {2}${id} {2}"Who is \\[EMAIL\\]\\?" → "Nobody I know."$`),
      ),
    ]);
  });

  it('escapes line breaks and control sequences in recorded text', async () => {
    const lines: string[] = [];
    const client = ownClient({ destinations: [toConsole({ write: (line) => void lines.push(line) })] });
    const session = client.recorder.openSession({ name: 'desk', agentName: 'desk' });
    session.startStep({ kind: 'tool', name: 'a\nb\u001b[31m\u2028c' }).end();
    await client.flush(1000);
    expect(lines).toEqual([expect.stringMatching(/a b \[31m c$/)]);
  });

  it.each([
    [
      'throws',
      {
        log: () => {
          throw new Error('closed');
        },
      },
    ],
    ['is none', undefined],
    ['has no log', {}],
  ])('counts what is lost when the console %s', async (_, replaced) => {
    const { console } = globalThis;
    globalThis.console = replaced as typeof console;
    try {
      const client = ownClient({ destinations: [toConsole()] });
      recordSession(client);
      const { accepted, stored, dropped } = await client.flush(1000);
      expect({ accepted, stored, failed: dropped.failed }).toEqual({ accepted: 5, stored: 1, failed: 4 });
    } finally {
      globalThis.console = console;
    }
  });
});
