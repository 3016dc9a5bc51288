import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningCollector, startCollector } from '@sentrial/mastra/collector';
import { createQueryClient, type QueryClient } from '@sentrial/mastra/query';
import type { BatchItem } from '../../lib/model/index.ts';

/** The key that the collectors of specs take. */
export const specKey = 'sentrial_live_spec_only';

/** A collector that runs over a socket, with a client that asks it. */
export interface SpecCollector extends RunningCollector {
  readonly ask: QueryClient;
  /** Sends items like a client does, with the client's delivery report. */
  keep(items: readonly BatchItem[], client?: object): Promise<void>;
}

/** Starts a collector on a free port with a database of its own, which goes when it is closed. */
export async function startSpecCollector(): Promise<SpecCollector> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sentrial-data-'));
  const collector = await startCollector({ dataDir, port: 0, apiKeys: [specKey] });
  return {
    ...collector,
    ask: createQueryClient({ url: collector.url, apiKey: specKey }),
    async keep(items, client) {
      const response = await fetch(`${collector.url}/api/sdk/batch`, {
        method: 'POST',
        headers: { authorization: `Bearer ${specKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ items, client }),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    async close() {
      await collector.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
