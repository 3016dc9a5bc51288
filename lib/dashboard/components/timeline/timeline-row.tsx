import { ChevronRight, CircleX } from 'lucide-react';
import { memo } from 'react';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';
import { EventCost } from '../event/event-cost.tsx';
import { totalTokens } from '../event/usage-parts.ts';
import { KindIcon, kindLooks } from './event-kinds.tsx';
import { EventLabel } from './event-name.tsx';
import { placeBar, type WaterfallRow } from './waterfall.ts';

/** Columns of the timeline, for its axis and rows. */
export const timelineColumns =
  'grid grid-cols-[minmax(0,1fr)_5rem] @md:grid-cols-[minmax(11rem,5fr)_minmax(7rem,6fr)_4.5rem] @3xl:grid-cols-[minmax(14rem,5fr)_minmax(10rem,6fr)_4.5rem_4rem_5.5rem] gap-x-3';

/** Minimum width in pixels of the one-line layout: `@md` of the columns. */
export const oneLineFromPx = 448;

const maxIndentLevels = 10;

/** Props of {@link TimelineRow}. */
export interface TimelineRowProps {
  readonly row: WaterfallRow;
  readonly spanMs: number;
  /** Whether any row can be folded. */
  readonly hasFolds: boolean;
  readonly isFolded: boolean;
  readonly onFold: (eventId: string) => void;
}

/** An event in the timeline with its name, time, duration and numbers. */
export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { row, spanMs } = props;
  const { event } = row;
  const isFailed = event.status === 'error';
  return (
    <div className={`${timelineColumns} h-full content-center items-center px-3`}>
      <div className="flex min-w-0 items-center gap-2">
        <Indent {...props} />
        <KindIcon kind={event.kind} />
        <span className={`min-w-0 font-medium ${isFailed ? 'text-bad' : 'text-ink'}`} title={event.name}>
          <EventLabel name={event.name} />
        </span>
        <Remarks row={row} />
      </div>
      <Bar row={row} spanMs={spanMs} />
      <span className="@md:order-none -order-1 row-start-1 col-start-2 @md:col-start-3 text-right tabular-nums">
        {formatDuration(event.durationMs)}
      </span>
      <span className="hidden truncate text-right text-muted tabular-nums @3xl:block">
        {event.usage && formatCount(totalTokens(event.usage))}
      </span>
      <span className="hidden truncate text-right tabular-nums @3xl:block">
        <EventCost cost={event.cost} />
      </span>
    </div>
  );
});

function Indent({ row, hasFolds, isFolded, onFold }: TimelineRowProps) {
  const levels = Math.min(row.depth, maxIndentLevels);
  return (
    <>
      {levels > 0 && (
        <span
          aria-hidden
          className="shrink-0 [--indent:0.625rem] @md:[--indent:1rem]"
          style={{ width: `calc(var(--indent) * ${levels})` }}
        />
      )}
      {hasFolds && (
        <span className="-mx-0.5 grid size-4 shrink-0 place-items-center">
          {row.childCount > 0 && (
            // For pointers only. The keyboard folds with the arrow keys of the tree.
            <button
              type="button"
              tabIndex={-1}
              aria-hidden
              onClick={(click) => {
                click.stopPropagation();
                onFold(row.event.id);
              }}
              className="relative grid size-4 place-items-center rounded text-muted before:absolute before:-inset-1 hover:bg-line hover:text-ink"
            >
              <ChevronRight size={13} className={`transition-transform ${isFolded ? '' : 'rotate-90'}`} />
            </button>
          )}
        </span>
      )}
    </>
  );
}

function Remarks({ row: { event, childCount } }: { readonly row: WaterfallRow }) {
  const remarks = [
    ...(event.attempt !== undefined && event.attempt > 1 ? [`attempt ${event.attempt}`] : []),
    ...(event.status === 'cancelled' ? ['cancelled'] : []),
    ...(event.handedTo === undefined ? [] : [`handed to the ${event.handedTo}`]),
    ...(event.late ? ['late'] : []),
  ];
  return (
    <>
      {event.status === 'error' && <CircleX size={13} aria-hidden className="shrink-0 text-bad" />}
      {remarks.map((remark) => (
        <span
          key={remark}
          className="min-w-0 shrink-[99] truncate rounded bg-sunken px-1 text-2xs text-muted"
          title={remark}
        >
          {remark}
        </span>
      ))}
      <span className="sr-only">
        {kindLooks[event.kind].name}
        {event.status === 'error' ? ', failed' : ''}
        {childCount > 0 ? `, ${childCount} inside` : ''}
      </span>
    </>
  );
}

function Bar({ row, spanMs }: { readonly row: WaterfallRow; readonly spanMs: number }) {
  const { left, width, waiting } = placeBar(row, spanMs);
  const { event } = row;
  const color = event.status === 'error' ? 'bg-bad' : kindLooks[event.kind].bar;
  return (
    <span aria-hidden className="relative col-span-2 mt-1 h-2 @md:col-span-1 @md:mt-0">
      <span
        className={`absolute inset-y-0 min-w-0.75 overflow-hidden rounded-[3px] ${color} ${event.status === 'cancelled' ? 'opacity-45' : ''}`}
        style={{ left: `min(${left}%, 100% - 3px)`, width: `${width}%` }}
      >
        {waiting !== undefined && (
          <span
            className="absolute inset-y-0 left-0 bg-surface opacity-55"
            style={{ width: `${waiting}%` }}
          />
        )}
      </span>
    </span>
  );
}
