import type { Overview } from '../../../query/index.ts';
import { formatCount, formatShare } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';
import { type Stat, StatStrip } from '../controls/stat-strip.tsx';
import { Cost, costNote } from '../session/cost.tsx';

/** Totals of the listed sessions. */
export function OverviewStrip({ overview }: { readonly overview: Overview | undefined }) {
  return <StatStrip label="Overview" stats={overview ? statsOf(overview) : loading} />;
}

const loading: readonly Stat[] = ['Sessions', 'Failed', 'Tokens', 'Cost', 'Mean duration'].map((label) => ({
  label,
  value: <span className="text-faint">—</span>,
}));

function statsOf({
  sessionCount,
  failedCount,
  runningCount,
  meanDurationMs,
  totals,
}: Overview): readonly Stat[] {
  const { promptTokens, completionTokens } = totals;
  return [
    {
      label: 'Sessions',
      value: formatCount(sessionCount),
      note:
        runningCount > 0 ? <span className="text-live">{formatCount(runningCount)} running</span> : undefined,
    },
    {
      label: 'Failed',
      value: <span className={failedCount > 0 ? 'text-bad' : undefined}>{formatCount(failedCount)}</span>,
      note: sessionCount > 0 ? formatShare(failedCount, sessionCount) : undefined,
    },
    {
      label: 'Tokens',
      value: formatCount(promptTokens + completionTokens),
      note: `${formatCount(promptTokens)} in · ${formatCount(completionTokens)} out`,
    },
    {
      label: 'Cost',
      value: <Cost totals={totals} />,
      note: costNote(totals),
    },
    { label: 'Mean duration', value: meanDurationMs === undefined ? '—' : formatDuration(meanDurationMs) },
  ];
}
