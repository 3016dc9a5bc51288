export { openSqliteStore, type Scope, type Store, type StoredKey, type WriteResult } from '../store/index.ts';
export { type CheckPricesOptions, checkCurrentPrices } from './check-prices.ts';
export { type Collector, type CollectorOptions, createCollector } from './collector.ts';
export { type Asset, type Assets, loadAssets } from './http/assets.ts';
export { digestOf } from './http/auth.ts';
export { choosePolicy, type ProjectPolicy } from './ingest/policies.ts';
export {
  type RepricedModel,
  type RepriceHistoryOptions,
  type RepriceReport,
  repriceHistory,
} from './reprice.ts';
export { type RunningCollector, type StartOptions, startCollector } from './start.ts';
export { type CompareModelOptions, compareModel } from './what-if.ts';
