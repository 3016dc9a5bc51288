import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { FilterBar } from '../components/sessions/filter-bar.tsx';
import { FirstSteps } from '../components/sessions/first-steps.tsx';
import { OverviewStrip } from '../components/sessions/overview-strip.tsx';
import { SessionList } from '../components/sessions/session-list.tsx';
import { Breadcrumb, Breadcrumbs } from '../components/shell/breadcrumbs.tsx';
import { useOverview, useSessionList } from '../hooks/use-sessions.ts';
import { useTitle } from '../hooks/use-title.ts';
import { paths, toSessions } from '../links.ts';
import { isFiltered } from '../search.ts';
import { ProblemPage } from './problem-page.tsx';

const route = getRouteApi(paths.sessions);

/** The list of sessions with totals. */
export function SessionsPage() {
  useTitle('Sessions');
  const search = route.useSearch();
  const overview = useOverview(search);
  const list = useSessionList(search);
  const { fetchNextPage } = list;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const isEmpty = list.isSuccess && !list.isPlaceholderData && list.sessions.length === 0;
  const isNew = isEmpty && !isFiltered(search);
  return (
    <>
      <Breadcrumbs>
        <Breadcrumb current>
          <h1 className="font-normal">Sessions</h1>
        </Breadcrumb>
      </Breadcrumbs>
      <div className="flex flex-col gap-4">
        {isNew ? (
          <FirstSteps />
        ) : (
          <>
            <OverviewStrip overview={overview.data} />
            <FilterBar search={search} agents={overview.data?.agents ?? []} />
          </>
        )}
        {isEmpty && !isNew && <NoMatch />}
        {list.sessions.length > 0 && (
          <div className={list.isPlaceholderData ? 'opacity-60 transition-opacity' : 'transition-opacity'}>
            <SessionList
              sessions={list.sessions}
              hasMore={list.hasNextPage}
              isLoadingMore={list.isFetchingNextPage}
              onLoadMore={loadMore}
            />
          </div>
        )}
        {list.isPending && <ListSkeleton />}
        {list.isError && list.sessions.length === 0 && <ProblemPage error={list.error} />}
      </div>
    </>
  );
}

function NoMatch() {
  return (
    <p className="rounded-xl border border-line bg-surface px-4 py-14 text-center text-base text-muted shadow-card">
      No session matches these filters.{' '}
      <Link {...toSessions()} className="rounded font-medium text-accent hover:underline">
        Show all
      </Link>
    </p>
  );
}

function ListSkeleton() {
  return (
    <div aria-busy className="overflow-hidden rounded-xl border border-line bg-surface shadow-card">
      <span className="sr-only">Loading</span>
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row} className="flex h-15 items-center gap-4 border-line border-b px-4 last:border-0">
          <span className="size-4 rounded-full bg-sunken" />
          <span className="h-3 w-1/2 rounded bg-sunken" />
        </div>
      ))}
    </div>
  );
}
