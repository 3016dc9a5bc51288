export { openSqliteStore } from './sqlite/sqlite-store.ts';
export type { RepriceOptions, Scope, Store, StoredKey, WriteResult } from './store.ts';
