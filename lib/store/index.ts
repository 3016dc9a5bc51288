export { openSqliteStore } from './sqlite/sqlite-store.ts';
export type { Scope, Store, StoredKey, WriteResult } from './store.ts';
