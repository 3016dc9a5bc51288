import { openSqliteStore, type Store } from '../../lib/store/index.ts';

/** Every engine that keeps the store's contract, each with an empty store. */
export const engines: readonly { readonly engine: string; readonly open: () => Store }[] = [
  { engine: 'SQLite', open: () => openSqliteStore(':memory:') },
];
