import type { QueryCache } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { QueryError } from '../../query/index.ts';
import { isTransient } from '../api.ts';

/** State of the collector at the last query: it answered, did not respond, or asked for a login. */
export type CollectorState = 'answers' | 'silent' | 'login';

let state: CollectorState = 'answers';
const listeners = new Set<() => void>();

/** Sets the state of the collector. */
export function setCollectorState(next: CollectorState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Updates the state with the outcome of every query. */
export function watchAnswers(cache: QueryCache): void {
  cache.subscribe((event) => {
    if (event.type !== 'updated') return;
    const { action } = event;
    if (action.type === 'success' && !action.manual) setCollectorState('answers');
    if (action.type !== 'failed' && action.type !== 'error') return;
    const { error } = action;
    if (error instanceof QueryError && error.status === 401) setCollectorState('login');
    else if (isTransient(error)) setCollectorState('silent');
    else setCollectorState('answers');
  });
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Returns the current state of the collector. */
export const useCollectorState = (): CollectorState => useSyncExternalStore(subscribe, () => state);
