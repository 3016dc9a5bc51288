export { type BatchingOptions, createBatchingTransport } from './batching.ts';
export { createPoster, isLoopback } from './http.ts';
export type { DeliveryStats, DropReason } from './transport.ts';
