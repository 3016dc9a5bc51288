import {
  type BatchingOptions,
  createBatchingTransport,
  createBatchPoster,
  isLoopback,
  type Poster,
  Spool,
  type Transport,
} from '../transport/index.ts';
import type { ResolvedOptions } from './options.ts';

interface Listeners extends Pick<BatchingOptions, 'outside' | 'onProblem' | 'onDrop'> {
  readonly onSpoolProblem: (message: string) => void;
}

const batchPath = '/api/sdk/batch';
/** Nobody else waits for a collector on this machine to come back. */
const loopbackRetryMs = 1000;

/** The transport that options ask for. Opens no connection and no file. */
export function connect(options: ResolvedOptions, { onSpoolProblem, ...listeners }: Listeners): Transport {
  const { url, key, keyOf, problem, spoolDir } = options;
  const isUnusable = problem?.code === 'invalid-option';
  const spool =
    spoolDir === undefined || isUnusable
      ? undefined
      : new Spool({ dir: spoolDir, url: url.href, key, onProblem: onSpoolProblem });
  const poster: Poster = problem
    ? { post: async () => ({ status: 'hold', problem }), close: () => undefined }
    : createBatchPoster(new URL(url.href.replace(/\/$/, '') + batchPath), keyOf);
  return createBatchingTransport(poster, {
    ...listeners,
    spool,
    ...(isLoopback(url) ? { maxRetryMs: loopbackRetryMs } : {}),
  });
}
