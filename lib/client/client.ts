import { sessionScope } from '../context/index.ts';
import { type DeliveryStats, type DeliverySummary, sdk, type TracerError } from '../model/index.ts';
import { createPriceList, createUserPrices, PricesFile } from '../pricing/index.ts';
import { type Clock, systemClock, withTimeout } from '../primitives/index.ts';
import { createRecorder, type Emit, type Recorder } from '../recorder/index.ts';
import { always, createRedactor, type RedactorSource, strictPolicy } from '../redaction/index.ts';
import { type FlushMode, fanOut } from '../transport/index.ts';
import { connect } from './connect.ts';
import { summaryOf } from './delivery-summary.ts';
import type { ResolvedOptions } from './options.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import { createProjectRedactor } from './project-policy.ts';
import { createReporter, type Reporter } from './report-problem.ts';
import { unrecorded, withoutOwnWork } from './unrecorded.ts';
import { createWaitUntil } from './wait-until.ts';

/** Recorder, pipeline and transport for one set of options. */
export interface Client {
  readonly recorder: Recorder;
  stats(): DeliverySummary;
  /** Returns the number of items that would be lost if the process ended now. */
  atRisk(): number;
  /** Returns whether items of ended processes wait in the spool. */
  hasOrphans(): boolean;
  /**
   * Ends open sessions as interrupted and processes every waiting item in this turn.
   *
   * @param cause the uncaught error that ends the process, if any
   */
  prepareForExit(cause?: unknown): void;
  /** Does the same as {@link prepareForExit}. From now on, each new item is processed at once. */
  exit(cause: unknown): void;
  /** @throws {TracerError} when items are still waiting after `ms` and `failSilently` is `false` */
  flush(ms: number, mode?: FlushMode): Promise<DeliverySummary>;
  /** @throws {TracerError} like `flush` */
  close(ms: number): Promise<DeliverySummary>;
}

/** Time that may be spent on items in the caller's turn. */
const turnMs = 5;
/** Waiting items from which on the caller's turn is used. */
const maxWaiting = 256;
/** Time limit for a delivery that `waitUntil` waits for, longer than platforms allow after an answer. */
const waitUntilMs = 15_000;

/** Creates a client. It sends nothing but the request for the redaction policy until something is recorded. */
export function createClient(options: ResolvedOptions, clock: Clock = systemClock): Client {
  const { failSilently } = options;
  const transport = fanOut(connect(options, { outside: unrecorded, drained: () => pipeline.drained() }));
  const reporter = createReporter({ isSpooled: () => transport.atRisk() === 0 });
  let failed = 0;
  const pipeline = createPipeline({
    redactor: redactorOf(options, reporter),
    prices: createPriceList(createUserPrices(new PricesFile(), reporter.prices)),
    next: (items) => transport.send(items),
    onFailure(error) {
      failed++;
      reporter.drop('failed', error instanceof Error ? error.name : typeof error);
    },
    unrecorded,
  });
  pipeline.prepare();
  const waitUntil = createWaitUntil(options.waitUntil, () => client.flush(waitUntilMs), unrecorded);
  const intake = createIntake(pipeline, waitUntil);
  const recorder = recorderOf(options, intake);

  const stats = () =>
    summaryOf(
      transport.statsByName().map(([name, sent]) => [name, withOwn(sent, pipeline.waiting(), failed)]),
    );
  const deliver = async (send: (ms: number) => Promise<TracerError | undefined>, ms: number) => {
    const startMs = clock.monotonicMs();
    await withTimeout(clock, ms, pipeline.drained());
    const problem = await send(Math.max(0, ms - (clock.monotonicMs() - startMs)));
    if (problem && !failSilently) throw problem;
    return stats();
  };
  const prepareForExit = (cause?: unknown) => {
    recorder.interrupt(cause);
    pipeline.drainAtExit();
  };

  const client: Client = {
    recorder,
    stats,
    atRisk: () => transport.atRisk() + pipeline.waiting(),
    hasOrphans: () => transport.hasOrphans?.() === true,
    prepareForExit,
    exit(cause) {
      prepareForExit(cause);
      intake.drainAtOnce();
    },
    flush: (ms, mode) => unrecorded(() => deliver((left) => transport.flush(left, mode), ms)),
    close(ms) {
      return unrecorded(() =>
        deliver((left) => {
          prepareForExit();
          return transport.close(left);
        }, ms),
      );
    },
  };
  return client;
}

interface Intake {
  readonly emit: Emit;
  readonly persistPending: () => void;
  /** From now on, each item is processed when it is emitted. */
  drainAtOnce(): void;
}

/** Passes recorded items to the pipeline and schedules their processing. */
function createIntake(pipeline: Pipeline, waitUntil: () => void): Intake {
  let isExiting = false;
  let isDrainScheduled = false;
  const drain = () => {
    isDrainScheduled = false;
    pipeline.drainNow(turnMs);
  };
  return {
    emit(item, deferrable) {
      pipeline.accept(item);
      if (isExiting) return pipeline.drainAtExit();
      waitUntil();
      if (pipeline.waiting() >= maxWaiting) pipeline.drainNow(turnMs);
      if (isDrainScheduled || deferrable) return;
      isDrainScheduled = true;
      // The microtask runs before the caller continues after its own await: the item is on disk by then.
      unrecorded(() => queueMicrotask(drain));
    },
    persistPending: () => pipeline.drainNow(turnMs),
    drainAtOnce() {
      isExiting = true;
    },
  };
}

function recorderOf({ url }: ResolvedOptions, { emit, persistPending }: Intake): Recorder {
  const pageOf = new URL('/sessions/', url).href;
  const recorder = createRecorder({
    emit,
    persistPending,
    urlOf: (id) => pageOf + id,
    stepAround: (session) => {
      const place = sessionScope.current();
      return place?.session === session ? place.parentEventId : undefined;
    },
    sdk,
  });
  return withoutOwnWork(recorder);
}

/** Adds the items that wait or failed in the pipeline to the counts of a transport. */
const withOwn = (sent: DeliveryStats, waiting: number, failed: number): DeliveryStats => ({
  ...sent,
  accepted: sent.accepted + waiting + failed,
  queued: sent.queued + waiting,
  dropped: { ...sent.dropped, failed: sent.dropped.failed + failed },
});

/** Returns the source of redactors: the project's policy, the one from the options, or none. */
function redactorOf(options: ResolvedOptions, reporter: Reporter): RedactorSource {
  const { url, keyOf, pii, digestKey, problem, destinations } = options;
  const usesProjectPolicy = problem === undefined && destinations.some(({ usesCollector }) => usesCollector);
  if (pii.by === 'project' && usesProjectPolicy) {
    const onProblem = reporter.problem;
    return createProjectRedactor({ url, keyOf, digestKey, outside: unrecorded, onProblem });
  }
  if (pii.by === 'none') return always(undefined);
  return always(createRedactor(pii.by === 'options' ? pii.policy : strictPolicy, digestKey));
}
