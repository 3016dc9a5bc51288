import { formatDuration } from '../../format/duration.ts';
import { timeTicks } from './time-axis.ts';
import { timelineColumns } from './timeline-row.tsx';
import type { Waterfall } from './waterfall.ts';

const maxTicks = 5;
/** Labels further to the right, in percent, would overlap the next column. */
const lastLabelAt = 88;

/** The heading of the timeline with the time axis. */
export function Axis({ spanMs }: { readonly spanMs: number }) {
  return (
    <div
      aria-hidden
      className={`sticky top-0 z-10 hidden bg-surface @md:grid ${timelineColumns} h-7 items-center border-line border-b px-3 text-2xs text-muted tabular-nums`}
    >
      <span>Event</span>
      <span className="relative h-full">
        {timeTicks(spanMs, maxTicks).map(({ at, label }) => (
          <span
            key={label}
            className="absolute inset-y-0 flex items-center whitespace-nowrap border-grid border-l pl-1"
            style={{ left: `${at}%` }}
          >
            {at <= lastLabelAt && label}
          </span>
        ))}
      </span>
      <span className="text-right">Duration</span>
      <span className="hidden text-right @3xl:block">Tokens</span>
      <span className="hidden text-right @3xl:block">Cost</span>
    </div>
  );
}

/** The grid lines behind the bars, and the end of the session if later events exist. */
export function AxisLines({ waterfall: { spanMs, endMs } }: { readonly waterfall: Waterfall }) {
  return (
    <div
      aria-hidden
      className={`hidden @md:grid ${timelineColumns} pointer-events-none absolute inset-0 px-3`}
    >
      <span />
      <span className="relative">
        {timeTicks(spanMs, maxTicks).map(({ at, label }) => (
          <span key={label} className="absolute inset-y-0 w-px bg-grid" style={{ left: `${at}%` }} />
        ))}
        {endMs !== undefined && (
          <span
            title={`The session ended after ${formatDuration(endMs)}`}
            className="absolute inset-y-0 w-px bg-warn"
            style={{ left: `${(endMs / spanMs) * 100}%` }}
          />
        )}
      </span>
    </div>
  );
}
