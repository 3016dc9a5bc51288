import { describe, expect, it } from 'vitest';
import { runSource } from '../support/host-program.ts';

const agent = `
  const agent = { name: 'plain', generate: async (text: string) => text, stream() {} };
  configure({ destinations: [toMemory()] });
`;

const linesOf = async (body: string): Promise<readonly string[]> => {
  const { code, stderr } = await runSource(`
    import { configure, instrumentAgent, trace, withSession } from '@sentrial/mastra';
    import { toMemory } from '@sentrial/mastra/testing';
    ${agent}
    ${body}
  `);
  expect(code).toBe(0);
  return stderr.split('\n').filter((line) => line !== '');
};

describe('an unknown or invalid option', () => {
  it('is reported once with the right name', async () => {
    const lines = await linesOf(`
      const options = { agentNme: 'support' } as object;
      for (let i = 0; i < 3; i++) instrumentAgent({ ...agent }, options);
      const tracked = instrumentAgent(agent) as any;
      await tracked.generate('x', { sentrial: { userID: 'u-1' } });
      await tracked.generate('x', { sentrial: { userID: 'u-2', user_id: 'u-3', conversationId: 'c' } });
      withSession({ metdata: {}, threadId: 't' } as object, () => 1);
      configure({ destinations: [toMemory()], apiURL: 'http://127.0.0.1:1', sampling: 1 } as object);
    `);
    expect(lines).toEqual([
      '[sentrial] `agentNme` is not an option of instrumentAgent(). Did you mean `agentName`?',
      '[sentrial] `userID` is not an option of `sentrial`. Did you mean `userId`?',
      '[sentrial] `user_id` is not an option of `sentrial`. Did you mean `userId`?',
      '[sentrial] `conversationId` is not an option of `sentrial`. Did you mean `convoId`?',
      '[sentrial] `metdata` is not an option of withSession(). Did you mean `metadata`?',
      '[sentrial] `threadId` is not an option of withSession(). Did you mean `convoId`?',
      '[sentrial] `apiURL` is not an option of configure(). Did you mean `apiUrl`?',
      '[sentrial] `sampling` is not an option of configure(). Its options are apiKey, apiUrl, failSilently, pii, spoolDir, waitUntil, destinations.',
    ]);
  });

  it('is reported with its kind, without its value', async () => {
    const lines = await linesOf(`
      instrumentAgent({ ...agent }, { agentName: '' });
      instrumentAgent({ ...agent }, { agentName: 42 } as object);
      instrumentAgent({ ...agent }, { failSilently: 'yes', spoolDir: true } as object);
      const tracked = instrumentAgent(agent) as any;
      await tracked.generate('x', { sentrial: 'ada@example.com' });
      await tracked.generate('x', { sentrial: { userId: 7, convoId: null, metadata: 'ada@example.com' } });
      withSession({ tags: 'a', ifNested: 'never' } as object, () => 1);
      trace(() => 1, { kind: 'toool' } as object);
    `);
    expect(lines).toEqual([
      '[sentrial] `agentName` of instrumentAgent() is an empty string. Pass a non-empty string.',
      '[sentrial] `agentName` of instrumentAgent() is a number. Pass a non-empty string.',
      '[sentrial] `failSilently` of instrumentAgent() is a string. Pass true or false.',
      '[sentrial] `spoolDir` of instrumentAgent() is a boolean. Pass a path, or false.',
      '[sentrial] `sentrial` of a run is a string. Pass an object.',
      '[sentrial] `userId` of `sentrial` is a number. Pass a non-empty string.',
      '[sentrial] `convoId` of `sentrial` is null. Pass a non-empty string.',
      '[sentrial] `metadata` of `sentrial` is a string. Pass an object.',
      '[sentrial] `tags` of withSession() is a string. Pass an array of non-empty strings.',
      "[sentrial] `ifNested` of withSession() is a string. Pass 'join' or 'new'.",
      expect.stringMatching(/^\[sentrial\] `kind` of trace\(\) is a string\. Pass one of /),
    ]);
  });

  it('is not reported for undefined values, and for valid options', async () => {
    const lines = await linesOf(`
      instrumentAgent({ ...agent }, { agentName: undefined, apiUrl: undefined, spoolDir: false });
      await (instrumentAgent(agent) as any).generate('x', { sentrial: { userId: 'u', convoId: 'c', metadata: { a: 1 } } });
      withSession({ name: 'n', agentName: 'a', userId: 'u', convoId: 'c', metadata: {}, tags: ['t'], input: 1, ifNested: 'new' }, () => 1);
      trace(() => 1, { name: 'n', kind: 'tool', capture: { input: false }, attributes: () => ({}) });
    `);
    expect(lines).toEqual([]);
  });
});

describe('a program with ten listeners of its own', () => {
  it('gets no warning about too many listeners', async () => {
    const lines = await linesOf(`
      for (const event of ['exit', 'beforeExit', 'uncaughtExceptionMonitor'])
        for (let i = 0; i < 10; i++) process.on(event, () => undefined);
      instrumentAgent(agent);
    `);
    expect(lines).toEqual([]);
  });
});
