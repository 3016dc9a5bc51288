import { describe, expect, it, onTestFinished } from 'vitest';
import { specKey, startSpecCollector } from '../../support/collector.ts';
import { startFaultServer } from '../../support/fault-server.ts';
import { ownClient, recordSession } from '../../support/record.ts';
import { storedSessions } from '../../support/stored-sessions.ts';

type Answer = (path: string, count: number) => number | undefined;

/** A server in front of a real collector that answers some requests itself. */
async function openServer(answer: Answer) {
  const collector = await startSpecCollector();
  const paths: string[] = [];
  const server = await startFaultServer(collector.url, async ({ message, response, pass }) => {
    const path = `${message.method} ${message.url}`;
    paths.push(path);
    const status = answer(path, paths.filter((other) => other === path).length);
    if (status === undefined) return pass();
    response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  });
  onTestFinished(async () => {
    await server.down();
    await collector.close();
  });
  const client = ownClient({ apiUrl: server.url, apiKey: specKey, pii: {}, spoolDir: false });
  return { collector, paths, client };
}

const batch = 'POST /api/sdk/batch';

describe('the collector destination at a server without the batch route', () => {
  it.each([404, 405])('sends everything to the REST routes after status %i', async (status) => {
    const { collector, paths, client } = await openServer((path) => (path === batch ? status : undefined));
    recordSession(client);
    expect(await client.flush(5000)).toMatchObject({ accepted: 5, stored: 5, queued: 0 });
    recordSession(client);
    expect(await client.flush(5000)).toMatchObject({ accepted: 10, stored: 10, queued: 0 });
    expect(paths.filter((path) => path === batch)).toHaveLength(1);
    const sessions = await storedSessions(collector);
    expect(sessions.map(({ session, events }) => [session.status, events.length])).toEqual([
      ['completed', 3],
      ['completed', 3],
    ]);
  });

  it('sends each item once when a REST route fails for a while', async () => {
    const events = 'POST /api/sdk/events';
    const { collector, client } = await openServer((path, count) => {
      if (path === batch) return 404;
      return path === events && count === 2 ? 503 : undefined;
    });
    recordSession(client);
    expect(await client.flush(10_000)).toMatchObject({ accepted: 5, stored: 5, queued: 0 });
    const [stored] = await storedSessions(collector);
    expect(stored?.events.map(({ name }) => name)).toEqual([
      'llm:openai:gpt-4o-mini',
      'lookup-user',
      'helper',
    ]);
  });

  it('reports a wrong address when the server knows neither route, and keeps the items', async () => {
    const { client } = await openServer(() => 404);
    recordSession(client);
    expect(await client.flush(1500)).toMatchObject({ stored: 0, queued: 5 });
  });
});
