import { type DeliverySummary, TracerError } from '../model/index.ts';
import { type Client, createClient } from './client.ts';
import { addSummaries } from './delivery-summary.ts';
import { watchExit } from './exit-hooks.ts';
import { type ClientOptions, resolveOptions } from './options.ts';
import { writeLine } from './report-problem.ts';

const clients = new Map<string, Client>();
/** Clients of which nobody has seen the end of `close()`. */
const closingClients = new Set<Client>();
/** The last clients that were closed; what is still recorded with them counts. */
const closedClients: Client[] = [];
const maxClosedClients = 32;
/** What became of everything recorded with those before them. */
let earlier: DeliverySummary = addSummaries([]);
/** How long a program's natural end may be held up: to deliver what would be lost, and what lies on disk. */
const exitFlushMs = { unsafe: 1800, spooled: 1000 };
const defaultFlushMs = 5000;
let watchesExit = false;

let defaults: ClientOptions = {};

/**
 * Sets options for all that is recorded from now on, of whatever kind. What an `instrumentAgent()` or
 * `withSession()` call says itself goes before. Called again, it replaces what it set before.
 *
 * @throws {TracerError} when the options cannot be used and `failSilently` is `false`
 */
export function configure(options: ClientOptions): void {
  defaults = { ...options };
  clientFor({});
}

/**
 * The client for these options: one for each destination and form, shared by everything in the process.
 *
 * @throws {TracerError} when the options cannot be used and `failSilently` is `false`
 */
export function clientFor(options: ClientOptions): Client {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const resolved = resolveOptions({ ...defaults, ...Object.fromEntries(given) });
  if (resolved.problem && !resolved.failSilently) throw resolved.problem;
  let client = clients.get(resolved.identity);
  if (!client) {
    client = createClient(resolved);
    clients.set(resolved.identity, client);
    watchOwnExit();
  }
  return client;
}

/**
 * Sends what is left when the program has come to its natural end; gives up once it makes no headway. Where it ends
 * in any other way, what was recorded last still reaches the disk.
 */
function watchOwnExit(): void {
  if (watchesExit) return;
  watchesExit = true;
  let leftBefore = 0;
  watchExit({
    beforeExit() {
      for (const client of clients.values()) client.prepareForExit();
      const { queued, spooled } = addSummaries([...clients.values()].map((client) => client.stats()));
      if (queued + spooled === 0 || queued + spooled === leftBefore) return;
      leftBefore = queued + spooled;
      const isSafe = atRisk([...clients.values()]) === 0;
      const ms = isSafe ? exitFlushMs.spooled : exitFlushMs.unsafe;
      forAll((client) => client.flush(ms, isSafe ? 'until-failure' : 'until-stored')).catch(() => undefined);
    },
    exit(cause) {
      const open = [...clients.values(), ...closingClients];
      for (const client of open) client.exit(cause);
      const lost = atRisk(open);
      if (lost > 0) writeLine(`The program ended before ${lost} recorded items could be delivered.`);
    },
  });
}

const atRisk = (of: readonly Client[]): number => of.reduce((sum, client) => sum + client.atRisk(), 0);

/**
 * Sends what has been recorded so far.
 *
 * @param ms how long it may take @default 5000
 * @returns what became of everything recorded; what is `queued` is still being tried
 * @throws {TracerError} when something is still waiting and `failSilently` is `false`
 */
export function flush(ms: number = defaultFlushMs): Promise<DeliverySummary> {
  return forAll((client) => client.flush(checkedMs(ms)));
}

/**
 * Like {@link flush}; then lets go of everything. What is recorded afterwards is lost and counted, unless a new
 * `instrumentAgent()` call opens the destination again.
 *
 * @param ms how long it may take @default 5000
 * @throws {TracerError} like `flush`
 */
export async function close(ms: number = defaultFlushMs): Promise<DeliverySummary> {
  const limitMs = checkedMs(ms);
  const closing = forAll(async (client) => {
    closingClients.add(client);
    try {
      return await client.close(limitMs);
    } finally {
      closingClients.delete(client);
    }
  });
  closedClients.push(...clients.values());
  clients.clear();
  const forgotten = closedClients.splice(0, closedClients.length - maxClosedClients);
  earlier = addSummaries([earlier, ...forgotten.map((client) => client.stats())]);
  return closing;
}

/**
 * What became of everything recorded in this process: `accepted = stored + queued + spooled + all of dropped`, in sum
 * and for each destination. What goes to two destinations counts twice in the sum.
 */
export const stats = (): DeliverySummary =>
  addSummaries([earlier, ...[...closedClients, ...clients.values()].map((client) => client.stats())]);

async function forAll(act: (client: Client) => Promise<DeliverySummary>): Promise<DeliverySummary> {
  const results = await Promise.allSettled([...clients.values()].map(act));
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  return addSummaries(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
}

function checkedMs(ms: number): number {
  if (typeof ms === 'number' && ms >= 0) return ms;
  throw new TracerError(
    'invalid-option',
    `flush() and close() take milliseconds from 0 up, not ${String(ms)}.`,
  );
}
