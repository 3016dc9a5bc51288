import { clearTimeout, setTimeout } from 'node:timers';
import { sessionScope } from '../context/index.ts';
import { type DeliveryStats, type DeliverySummary, sdk, type TracerError } from '../model/index.ts';
import { createPriceList, createUserPrices, PricesFile } from '../pricing/index.ts';
import { createRecorder, type Recorder } from '../recorder/index.ts';
import { always, createRedactor, strictPolicy } from '../redaction/index.ts';
import { type FlushMode, fanOut } from '../transport/index.ts';
import { connect } from './connect.ts';
import { summaryOf } from './delivery-summary.ts';
import type { ResolvedOptions } from './options.ts';
import { createPipeline } from './pipeline.ts';
import { createProjectRedactor } from './project-policy.ts';
import { createReporter } from './report-problem.ts';
import { createWaitUntil } from './wait-until.ts';

/** Recorder, pipeline and transport for one set of options. */
export interface Client {
  readonly recorder: Recorder;
  stats(): DeliverySummary;
  /** Items that would be lost if the process ended now. */
  atRisk(): number;
  /**
   * Ends the sessions that are still open, and makes what was recorded ready in this turn: there may be no other.
   *
   * @param cause what was thrown, where that ends the process
   */
  prepareForExit(cause?: unknown): void;
  /** The same where there is sure to be no other turn: what is recorded from now on is made ready at once. */
  exit(cause: unknown): void;
  /** @throws {TracerError} when something is still waiting after `ms` and `failSilently` is `false` */
  flush(ms: number, patience?: FlushMode): Promise<DeliverySummary>;
  /** @throws {TracerError} like `flush` */
  close(ms: number): Promise<DeliverySummary>;
}

/** How long the caller's turn may be used for making items ready. */
const turnMs = 5;
const mostWaiting = 256;

/** Wires a client from options. Until something was recorded it opens no connection but to ask for the policy. */
export function createClient(options: ResolvedOptions): Client {
  const { url, keyOf, failSilently, pii, digestKey, problem, destinations } = options;
  const { outside } = sessionScope;
  const pageOf = new URL('/sessions/', url).href;
  const transport = fanOut(connect(options, { outside, drained: () => pipeline.drained() }));
  const reporter = createReporter({ isSpooled: () => transport.atRisk() === 0 });
  let failed = 0;

  const asksProject = problem === undefined && destinations.some(({ usesCollector }) => usesCollector);
  const redactor =
    pii.by === 'project' && asksProject
      ? createProjectRedactor({ url, keyOf, digestKey, outside, onProblem: reporter.problem })
      : always(
          pii.by === 'nobody'
            ? undefined
            : createRedactor(pii.by === 'options' ? pii.policy : strictPolicy, digestKey),
        );
  const pipeline = createPipeline({
    redactor,
    prices: createPriceList(createUserPrices(new PricesFile(), reporter.prices)),
    next: (items) => transport.send(items),
    onFailure(error) {
      failed++;
      reporter.drop('failed', error instanceof Error ? error.name : typeof error);
    },
    outside,
  });
  pipeline.prepare();

  let isExiting = false;
  let isDue = false;
  const drainSoon = () => {
    isDue = false;
    pipeline.drainNow(turnMs);
  };
  const waitUntil = createWaitUntil(options.waitUntil, () => client.flush(exitlessMs), outside);
  const recorder = createRecorder({
    emit(item, deferrable) {
      pipeline.accept(item);
      if (isExiting) return pipeline.drainAtExit();
      waitUntil();
      if (pipeline.waiting() >= mostWaiting) pipeline.drainNow(turnMs);
      if (isDue || deferrable) return;
      isDue = true;
      // Before the caller goes on after its own await, so that what it saw happen is on disk by then.
      outside(() => queueMicrotask(drainSoon));
    },
    persistPending: () => pipeline.drainNow(turnMs),
    urlOf: (id) => pageOf + id,
    stepAround: (session) => {
      const place = sessionScope.current();
      return place?.session === session ? place.parentEventId : undefined;
    },
    sdk,
  });

  const stats = (): DeliverySummary => {
    const waiting = pipeline.waiting();
    const withOwn = (sent: DeliveryStats): DeliveryStats => ({
      ...sent,
      accepted: sent.accepted + waiting + failed,
      queued: sent.queued + waiting,
      dropped: { ...sent.dropped, failed: sent.dropped.failed + failed },
    });
    return summaryOf(transport.stats().map(([name, sent]) => [name, withOwn(sent)]));
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
    prepareForExit(cause) {
      recorder.interrupt(cause);
      pipeline.drainAtExit();
    },
    exit(cause) {
      client.prepareForExit(cause);
      isExiting = true;
    },
    flush: (ms, patience) => outside(() => surfacing((left) => transport.flush(left, patience), ms)),
    close(ms) {
      return outside(() =>
        surfacing((left) => {
          client.prepareForExit();
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
