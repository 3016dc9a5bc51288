import { sessionScope } from '../context/index.ts';
import { type DeliveryStats, dropReasons, sdk, type TracerError } from '../model/index.ts';
import {
  always,
  createPipeline,
  createPriceList,
  createRedactor,
  createUserPrices,
  PricesFile,
  strictPolicy,
} from '../pipeline/index.ts';
import { createRecorder, type Recorder } from '../recorder/index.ts';
import type { Patience } from '../transport/index.ts';
import { connect } from './connect.ts';
import { createReporter } from './log.ts';
import type { ResolvedOptions } from './options.ts';
import { createProjectRedactor } from './project-redactor.ts';
import { createWaitUntil } from './wait-until.ts';

/** Recorder, pipeline and transport for one destination. */
export interface Client {
  readonly recorder: Recorder;
  stats(): DeliveryStats;
  /** Items that would be lost if the process ended now. */
  atRisk(): number;
  /** Makes what was recorded last ready in this turn: there will be no other. */
  prepareForExit(): void;
  /** @throws {TracerError} when something is still waiting after `ms` and `failSilently` is `false` */
  flush(ms: number, patience?: Patience): Promise<DeliveryStats>;
  /** @throws {TracerError} like `flush` */
  close(ms: number): Promise<DeliveryStats>;
}

/** How long the caller's turn may be used for making items ready. */
const turnMs = 5;
const mostWaiting = 256;

/** Wires a client from options. Opens no connection until something was recorded. */
export function createClient(options: ResolvedOptions): Client {
  const { url, keyOf, failSilently, pii, digestKey, problem } = options;
  const reporter = createReporter({
    isSpooled: () => transport.stats().accepted > 0 && transport.atRisk() === 0,
  });
  const { outside } = sessionScope;
  const pageOf = new URL('/sessions/', url).href;
  let failed = 0;

  const transport = connect(options, {
    outside,
    onProblem: reporter.problem,
    onDrop: reporter.drop,
    onSpoolProblem: reporter.spool,
  });
  const redactor =
    pii.by === 'project' && problem === undefined
      ? createProjectRedactor({ url, keyOf, digestKey, outside, onProblem: reporter.problem })
      : always(
          pii.by === 'nobody'
            ? undefined
            : createRedactor(pii.by === 'options' ? pii.policy : strictPolicy, digestKey),
        );
  const pipeline = createPipeline({
    redactor,
    prices: createPriceList(createUserPrices(new PricesFile(), reporter.prices)),
    next: (item) => transport.send(item),
    onFailure(error) {
      failed++;
      reporter.drop('failed', error instanceof Error ? error.name : typeof error);
    },
    outside,
  });
  pipeline.prepare();

  let isDue = false;
  const drainSoon = () => {
    isDue = false;
    pipeline.drainNow(turnMs);
  };
  const waitUntil = createWaitUntil(options.waitUntil, () => client.flush(exitlessMs), outside);
  const recorder = createRecorder({
    emit(item) {
      pipeline.accept(item);
      waitUntil();
      if (pipeline.waiting() >= mostWaiting) pipeline.drainNow(turnMs);
      if (isDue) return;
      isDue = true;
      // Before the caller goes on after its own await, so that what it saw happen is on disk by then.
      outside(() => queueMicrotask(drainSoon));
    },
    urlOf: (id) => pageOf + id,
    stepAround: (session) => {
      const place = sessionScope.current();
      return place?.session === session ? place.parentEventId : undefined;
    },
    sdk,
  });

  const stats = (): DeliveryStats => {
    const sent = transport.stats();
    const waiting = pipeline.waiting();
    return {
      ...sent,
      accepted: sent.accepted + waiting + failed,
      queued: sent.queued + waiting,
      dropped: { ...sent.dropped, failed: sent.dropped.failed + failed },
    };
  };
  const surfacing = async (send: (ms: number) => Promise<TracerError | undefined>, ms: number) => {
    const startMs = performance.now();
    await within(ms, pipeline.drained());
    const still = await send(Math.max(0, ms - (performance.now() - startMs)));
    if (still && !failSilently) throw still;
    return stats();
  };

  const client: Client = {
    recorder,
    stats,
    atRisk: () => transport.atRisk() + pipeline.waiting(),
    prepareForExit: () => pipeline.drainAtExit(),
    flush: (ms, patience) => outside(() => surfacing((left) => transport.flush(left, patience), ms)),
    close(ms) {
      return outside(() =>
        surfacing((left) => {
          pipeline.drainAtExit();
          return transport.close(left);
        }, ms),
      );
    },
  };
  return client;
}

/** Long enough for any function that is given time after its answer. */
const exitlessMs = 15_000;

/** Waits for something, but not longer than `ms`; the process stays alive that long. */
async function within(ms: number, done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, over]);
  clearTimeout(timer);
}

/** Sums of the stats of several clients. */
export function addStats(all: readonly DeliveryStats[]): DeliveryStats {
  const sum = (of: (stats: DeliveryStats) => number) => all.reduce((total, stats) => total + of(stats), 0);
  return {
    accepted: sum(({ accepted }) => accepted),
    stored: sum(({ stored }) => stored),
    queued: sum(({ queued }) => queued),
    spooled: sum(({ spooled }) => spooled),
    dropped: Object.fromEntries(
      dropReasons.map((reason) => [reason, sum(({ dropped }) => dropped[reason])]),
    ) as DeliveryStats['dropped'],
    recovered: sum(({ recovered }) => recovered),
    truncated: sum(({ truncated }) => truncated),
    withheld: sum(({ withheld }) => withheld),
  };
}
