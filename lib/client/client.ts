import { sessionScope } from '../context/index.ts';
import { sdk, type TracerError } from '../model/index.ts';
import { always, createPipeline, createPriceList, createRedactor, strictPolicy } from '../pipeline/index.ts';
import { createRecorder, type Recorder } from '../recorder/index.ts';
import {
  createBatchingTransport,
  createPoster,
  type DeliveryStats,
  type DropReason,
} from '../transport/index.ts';
import { createReporter } from './log.ts';
import type { ResolvedOptions } from './options.ts';
import { createProjectRedactor } from './project-redactor.ts';

/** Recorder, pipeline and transport for one destination. */
export interface Client {
  readonly recorder: Recorder;
  /** Items recorded that are not stored yet. */
  pending(): number;
  stats(): DeliveryStats;
  /** @throws {TracerError} when something is still waiting after `ms` and `failSilently` is `false` */
  flush(ms: number): Promise<DeliveryStats>;
  /** @throws {TracerError} like `flush` */
  close(ms: number): Promise<DeliveryStats>;
}

const batchPath = '/api/sdk/batch';

/** Wires a client from options. Opens no connection until something was recorded. */
export function createClient(options: ResolvedOptions): Client {
  const { url, keyOf, failSilently, pii, digestKey, problem } = options;
  const reporter = createReporter();
  const { outside } = sessionScope;
  let failed = 0;

  const unusable = problem !== undefined && { status: 'hold' as const, problem };
  const poster = unusable
    ? { post: async () => unusable, close: () => undefined }
    : createPoster(new URL(url.href.replace(/\/$/, '') + batchPath), keyOf);
  const transport = createBatchingTransport(poster, {
    outside,
    onProblem: reporter.problem,
    onDrop: reporter.drop,
  });
  const onFailure = (error: unknown) => {
    failed++;
    reporter.drop('failed', error instanceof Error ? error.name : typeof error);
  };
  const redactor =
    pii.by === 'project' && !unusable
      ? createProjectRedactor({ url, keyOf, digestKey, outside, onProblem: reporter.problem })
      : always(
          pii.by === 'nobody'
            ? undefined
            : createRedactor(pii.by === 'options' ? pii.policy : strictPolicy, digestKey),
        );
  const pipeline = createPipeline({
    redactor,
    prices: createPriceList(),
    next: (item) => transport.send(item),
    onFailure,
    outside,
  });
  const recorder = createRecorder({
    emit: (item) => pipeline.accept(item),
    urlOf: (id) => new URL(`/sessions/${id}`, url).href,
    stepAround: (session) => {
      const place = sessionScope.current();
      return place?.session === session ? place.parentEventId : undefined;
    },
    sdk,
  });

  const stats = (): DeliveryStats => {
    const { accepted, stored, queued, dropped } = transport.stats();
    const waiting = pipeline.waiting();
    return {
      accepted: accepted + waiting + failed,
      stored,
      queued: queued + waiting,
      dropped: { ...dropped, failed: dropped.failed + failed },
    };
  };
  const surfacing = async (send: (ms: number) => Promise<TracerError | undefined>, ms: number) => {
    const startMs = performance.now();
    await pipeline.drained();
    const still = await send(Math.max(0, ms - (performance.now() - startMs)));
    if (still && !failSilently) throw still;
    return stats();
  };

  return {
    recorder,
    pending: () => stats().queued,
    stats,
    flush: (ms) => outside(() => surfacing((left) => transport.flush(left), ms)),
    close: (ms) => outside(() => surfacing((left) => transport.close(left), ms)),
  };
}

/** Sums of the stats of several clients. */
export function addStats(all: readonly DeliveryStats[]): DeliveryStats {
  const sum = (of: (stats: DeliveryStats) => number) => all.reduce((total, stats) => total + of(stats), 0);
  const reasons: readonly DropReason[] = ['queue-full', 'too-large', 'refused', 'closed', 'failed'];
  return {
    accepted: sum(({ accepted }) => accepted),
    stored: sum(({ stored }) => stored),
    queued: sum(({ queued }) => queued),
    dropped: Object.fromEntries(
      reasons.map((reason) => [reason, sum(({ dropped }) => dropped[reason])]),
    ) as DeliveryStats['dropped'],
  };
}
