import type { QueryCache } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { QueryError } from '../../query/index.ts';
import { isPassing } from '../api.ts';

/** How the collector took the last question: it answered, it was silent, or it asked who is there. */
export type CollectorState = 'answers' | 'silent' | 'login';

let state: CollectorState = 'answers';
const listeners = new Set<() => void>();

/** Notes how the collector stands. */
export function setCollectorState(next: CollectorState): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Follows how every question fares. */
export function watchAnswers(cache: QueryCache): void {
  cache.subscribe((event) => {
    if (event.type !== 'updated') return;
    const { action } = event;
    if (action.type === 'success' && !action.manual) setCollectorState('answers');
    if (action.type !== 'failed' && action.type !== 'error') return;
    const { error } = action;
    if (error instanceof QueryError && error.status === 401) setCollectorState('login');
    else if (isPassing(error)) setCollectorState('silent');
    else setCollectorState('answers');
  });
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** How the collector stands, as it changes. */
export const useCollectorState = (): CollectorState => useSyncExternalStore(subscribe, () => state);
