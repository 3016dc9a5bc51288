export { createBatchPoster } from './batch-poster.ts';
export { type BatchingOptions, createBatchingTransport } from './batching.ts';
export { isLoopback } from './http.ts';
export type { Poster } from './poster.ts';
export { inspectSpool, purgeSpool, type SpoolContent } from './spool/inspect.ts';
export { Spool, type SpoolOptions } from './spool/spool.ts';
export type { Patience, Transport } from './transport.ts';
