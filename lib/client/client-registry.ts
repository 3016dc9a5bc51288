import { type DeliverySummary, TracerError } from '../model/index.ts';
import { isTracingDisabled } from '../primitives/index.ts';
import { type Client, createClient } from './client.ts';
import { addSummaries } from './delivery-summary.ts';
import { installExitHooks } from './exit-hooks.ts';
import { clientOptionRules, warnAboutOptions } from './option-warnings.ts';
import { type ClientOptions, resolveOptions } from './options.ts';
import { writeLine } from './report-problem.ts';

const clients = new Map<string, Client>();
/** Clients whose `close()` has not finished. */
const closingClients = new Set<Client>();
/** The clients closed last. Items recorded with them afterwards are still counted. */
const closedClients: Client[] = [];
const maxClosedClients = 32;
/** Counts of the clients closed before those. */
let earlierStats: DeliverySummary = addSummaries([]);
/** How long a natural exit may be delayed for items that would be lost, and for items that are on disk. */
const exitFlushMs = { unsafe: 1800, spooled: 1000 };
const defaultFlushMs = 5000;
let hasExitHooks = false;

let defaults: ClientOptions = {};

/**
 * Sets the default options for everything recorded from now on. Options of an `instrumentAgent()` or `withSession()`
 * call take precedence, and a second `configure()` call replaces the first.
 *
 * @throws {TracerError} when the options cannot be used and `failSilently` is `false`
 */
export function configure(options: ClientOptions): void {
  defaults = { ...options };
  if (isTracingDisabled()) return;
  warnAboutOptions('configure()', options, clientOptionRules);
  clientFor({});
}

/**
 * Returns the client for these options. Equal options share one client in the process.
 *
 * @throws {TracerError} when the options cannot be used and `failSilently` is `false`
 */
export function clientFor(options: ClientOptions): Client {
  const set = Object.entries(options).filter(([, value]) => value !== undefined);
  const resolved = resolveOptions({ ...defaults, ...Object.fromEntries(set) });
  if (resolved.problem && !resolved.failSilently) throw resolved.problem;
  let client = clients.get(resolved.identity);
  if (!client) {
    client = createClient(resolved);
    clients.set(resolved.identity, client);
    installExitHooksOnce();
  }
  return client;
}

/** Delivers remaining items on a natural exit as long as it makes progress, and writes them to disk on any other. */
function installExitHooksOnce(): void {
  if (hasExitHooks) return;
  hasExitHooks = true;
  let leftBefore = 0;
  let hasSentOrphans = false;
  installExitHooks({
    beforeExit() {
      for (const client of clients.values()) client.prepareForExit();
      const { queued, spooled } = addSummaries([...clients.values()].map((client) => client.stats()));
      const left = queued + spooled;
      const isProgress = left > 0 && left !== leftBefore;
      const isFirstForOrphans =
        !hasSentOrphans && [...clients.values()].some((client) => client.hasOrphans());
      if (!isProgress && !isFirstForOrphans) return;
      leftBefore = left;
      hasSentOrphans ||= isFirstForOrphans;
      const isSafe = countAtRisk([...clients.values()]) === 0;
      const ms = isSafe ? exitFlushMs.spooled : exitFlushMs.unsafe;
      forAll((client) => client.flush(ms, isSafe ? 'until-failure' : 'until-stored')).catch(() => undefined);
    },
    exit(cause) {
      const open = [...clients.values(), ...closingClients];
      for (const client of open) client.exit(cause);
      const lost = countAtRisk(open);
      if (lost > 0) writeLine(`The program ended before ${lost} recorded items could be delivered.`);
    },
  });
}

const countAtRisk = (of: readonly Client[]): number => of.reduce((sum, client) => sum + client.atRisk(), 0);

/**
 * Sends everything recorded so far.
 *
 * @param ms time limit in milliseconds @default 5000
 * @returns counts of everything recorded; `queued` items are retried later
 * @throws {TracerError} when items are still waiting and `failSilently` is `false`
 */
export function flush(ms: number = defaultFlushMs): Promise<DeliverySummary> {
  return forAll((client) => client.flush(checkedMs(ms)));
}

/**
 * Sends everything recorded so far, then closes all sockets and files. Items recorded afterwards are dropped and
 * counted, unless a new `instrumentAgent()` call opens the destination again.
 *
 * @param ms time limit in milliseconds @default 5000
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
  const evicted = closedClients.splice(0, closedClients.length - maxClosedClients);
  earlierStats = addSummaries([earlierStats, ...evicted.map((client) => client.stats())]);
  return closing;
}

/**
 * Returns the counts of everything recorded in this process, in sum and by destination:
 * `accepted = stored + queued + spooled + dropped`. The sum counts an item once for each destination.
 */
export const stats = (): DeliverySummary =>
  addSummaries([earlierStats, ...[...closedClients, ...clients.values()].map((client) => client.stats())]);

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
    `The time limit of flush() or close() is ${String(ms)}. Pass milliseconds, 0 or more.`,
  );
}
