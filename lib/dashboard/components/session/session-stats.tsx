import type { SessionDetail } from '../../../query/index.ts';
import { formatCount, formatCounted } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';
import { useNow } from '../../hooks/use-now.ts';
import { StatStrip } from '../controls/stat-strip.tsx';
import { Ago } from './ago.tsx';
import { Cost, costNote } from './cost.tsx';

/** The numbers of a session. */
export function SessionStats({ session }: { readonly session: SessionDetail }) {
  const { durationMs, startedAt, llmCount, toolCount, eventCount, errorCount, totals } = session;
  const isRunning = session.status === 'running' && session.reason === undefined;
  const { promptTokens, completionTokens } = totals;
  return (
    <StatStrip
      label="Numbers"
      stats={[
        {
          label: 'Duration',
          value: isRunning ? (
            <RunningTime iso={startedAt} />
          ) : durationMs === undefined ? (
            '—'
          ) : (
            formatDuration(durationMs)
          ),
          note: <Ago iso={startedAt} />,
        },
        {
          label: 'Model calls',
          value: formatCount(llmCount),
          note: formatCounted(toolCount, 'tool call'),
        },
        {
          label: 'Events',
          value: formatCount(eventCount),
          note:
            errorCount > 0 ? <span className="text-bad">{formatCount(errorCount)} failed</span> : undefined,
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
      ]}
    />
  );
}

/** How long a session has been running. */
function RunningTime({ iso }: { readonly iso: string }) {
  const ms = useNow() - Date.parse(iso);
  return <span className="text-live">{formatDuration(Math.max(0, ms))}</span>;
}
