export { createBatchPoster } from './batch-poster.ts';
export { type BatchingOptions, createBatchingTransport } from './batching.ts';
export { isLoopback } from './http.ts';
export type { Poster } from './poster.ts';
export { Spool, type SpoolOptions } from './spool/spool.ts';
export {
  type DeliveryStats,
  type DropReason,
  dropReasons,
  type Patience,
  type Transport,
} from './transport.ts';
