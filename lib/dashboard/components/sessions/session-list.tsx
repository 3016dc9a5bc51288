import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { SessionSummary } from '../../../query/index.ts';
import { formatCounted } from '../../format/count.ts';
import { splitAtTop } from '../../hooks/merge-sessions.ts';
import { useWidth } from '../../hooks/use-width.ts';
import { SessionRow, sessionColumns } from './session-row.tsx';

const tallRowPx = 100;
const rowPx = 60;
/** Minimum width of the table layout: `@3xl`. */
const tableWidthPx = 768;
const awayPx = 120;
const loadAheadRows = 15;

/** Props of {@link SessionList}. */
export interface SessionListProps {
  readonly sessions: readonly SessionSummary[];
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onLoadMore: () => void;
}

/**
 * The list of sessions, newest first. Only visible rows are in the document, and new ones wait while the
 * reader is further down.
 */
export function SessionList({ sessions, hasMore, isLoadingMore, onLoadMore }: SessionListProps) {
  const list = useRef<HTMLOListElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const { top } = list.current?.getBoundingClientRect() ?? { top: 0 };
    setOffset(top + window.scrollY);
  }, []);
  const topId = useTopWhenAway(sessions[0]?.id);
  const { shown, newCount } = splitAtTop(sessions, topId);
  const height = useWidth(list) >= tableWidthPx ? rowPx : tallRowPx;
  const rows = useWindowVirtualizer({
    count: shown.length,
    estimateSize: () => height,
    overscan: 10,
    scrollMargin: offset,
    getItemKey: (index) => shown[index]?.id ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new height asks for new measures
  useEffect(() => rows.measure(), [rows, height]);

  const visible = rows.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? 0;
  const isNearEnd = hasMore && !isLoadingMore && lastVisible >= shown.length - loadAheadRows;
  useEffect(() => {
    if (isNearEnd) onLoadMore();
  }, [isNearEnd, onLoadMore]);

  return (
    <div className="@container relative rounded-xl border border-line bg-surface shadow-card">
      <Heading />
      {newCount > 0 && <NewRows count={newCount} />}
      <ol
        ref={list}
        aria-label="Sessions"
        onKeyDown={moveBetweenRows}
        className="relative"
        style={{ height: rows.getTotalSize() }}
      >
        {visible.map((item) => {
          const session = shown[item.index];
          if (!session) return null;
          return (
            <li
              key={item.key}
              aria-posinset={item.index + 1}
              aria-setsize={hasMore ? -1 : shown.length}
              className="absolute inset-x-0 top-0 scroll-mt-24 scroll-mb-4"
              style={{ height: item.size, transform: `translateY(${item.start - offset}px)` }}
            >
              <SessionRow session={session} />
            </li>
          );
        })}
      </ol>
      <p className="px-4 py-2.5 text-center text-muted text-xs" aria-live="polite">
        {hasMore ? 'Loading more …' : formatCounted(shown.length, 'session')}
      </p>
    </div>
  );
}

function Heading() {
  return (
    <div
      aria-hidden
      className={`sticky top-12 z-20 hidden rounded-t-xl @3xl:grid ${sessionColumns} h-9 items-center border-line border-b bg-surface px-4 font-medium text-muted text-xs *:truncate`}
    >
      <span />
      <span>Agent and user</span>
      <span>Input and output</span>
      <span className="hidden @6xl:block">Conversation</span>
      <span className="hidden text-right @6xl:block">Calls</span>
      <span className="text-right">Tokens</span>
      <span className="text-right">Cost</span>
      <span className="text-right">Duration</span>
      <span className="text-right">Started</span>
    </div>
  );
}

function NewRows({ count }: { readonly count: number }) {
  return (
    <div className="pointer-events-none sticky top-24 z-20 flex h-0 justify-center">
      <button
        type="button"
        onClick={() => window.scrollTo({ top: 0 })}
        className="pointer-events-auto flex h-8 items-center gap-1.5 rounded-full bg-accent-fill px-3.5 font-medium text-on-accent text-xs shadow-float hover:brightness-110"
      >
        <ArrowUp size={13} aria-hidden />
        {formatCounted(count, 'new session')}
      </button>
    </div>
  );
}

/** Returns the id of the top row when the reader scrolled away, or `undefined` at the top. */
function useTopWhenAway(topId: string | undefined): string | undefined {
  const [heldId, setHeldId] = useState<string>();
  useEffect(() => {
    const onScroll = () => {
      const isAway = window.scrollY > awayPx;
      setHeldId((held) => (isAway ? (held ?? topId) : undefined));
    };
    onScroll();
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => window.removeEventListener('scroll', onScroll);
  }, [topId]);
  return heldId;
}

/** Moves between rows with the arrow keys, `j` and `k`. */
function moveBetweenRows(event: KeyboardEvent<HTMLOListElement>): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const item = (event.target as Element).closest('li');
  const at = Number(item?.ariaPosInSet);
  const next = [...event.currentTarget.children].find((other) => Number(other.ariaPosInSet) === at + step);
  const link = next?.querySelector<HTMLElement>('[data-row]');
  if (!link) return;
  event.preventDefault();
  link.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}
