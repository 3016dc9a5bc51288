import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { api } from '../api.ts';
import { queryKeys } from '../query-keys.ts';
import { type SessionsSearch, toFilter } from '../search.ts';
import { mergeSessions } from './merge-sessions.ts';

const pageRows = 50;
const renewMs = 2500;
const renewOlderMs = 15_000;

/** Queries the totals of a search, and keeps them up to date. */
export const useOverview = (search: SessionsSearch) =>
  useQuery({
    queryKey: queryKeys.overview(search),
    queryFn: () => api.overview(toFilter(search, Date.now())),
    refetchInterval: renewMs,
    placeholderData: keepPreviousData,
  });

/** Queries the session list: pages on demand, merged with the newest page every few seconds. */
export function useSessionList(search: SessionsSearch) {
  const pages = useInfiniteQuery({
    queryKey: queryKeys.sessionPages(search),
    queryFn: ({ pageParam }) =>
      api.sessions({ ...toFilter(search, Date.now()), limit: pageRows, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    // The newest page refreshes itself. Only a running session further down needs more.
    refetchInterval: ({ state }) => (hasRunningOlder(state.data?.pages) ? renewOlderMs : false),
  });
  const newest = useQuery({
    queryKey: queryKeys.newestSessions(search),
    queryFn: () => api.sessions({ ...toFilter(search, Date.now()), limit: pageRows }),
    refetchInterval: renewMs,
    enabled: pages.isSuccess && !pages.isPlaceholderData,
  });
  const merged = useMemo(
    () => mergeSessions(newest.data, pages.data?.pages ?? []),
    [newest.data, pages.data],
  );
  const { refetch } = pages;
  useEffect(() => {
    if (merged.hasGap) void refetch();
  }, [merged.hasGap, refetch]);
  return { ...pages, sessions: merged.sessions };
}

const hasRunningOlder = (
  pages: readonly { readonly sessions: readonly { readonly status: string }[] }[] | undefined,
): boolean =>
  pages?.slice(1).some(({ sessions }) => sessions.some(({ status }) => status === 'running')) ?? false;
