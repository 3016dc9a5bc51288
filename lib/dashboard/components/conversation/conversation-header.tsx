import { Link } from '@tanstack/react-router';
import type { ConversationView } from '../../../query/index.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatShortTime, formatTime } from '../../format/time.ts';
import { useNow } from '../../hooks/use-now.ts';
import { toSessions } from '../../links.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import { StatStrip } from '../controls/stat-strip.tsx';
import { Ago } from '../session/ago.tsx';
import { Cost, costNote } from '../session/cost.tsx';
import { MarkedText } from '../text/marked-text.tsx';
import { spanOf } from './turns.ts';

/** The title and totals of a conversation. */
export function ConversationHeader({ view }: { readonly view: ConversationView }) {
  const { convoId, sessions, sessionCount, totals } = view;
  const span = spanOf(sessions);
  const { promptTokens, completionTokens } = totals;
  return (
    <header className="flex flex-col gap-4">
      <div>
        <div className="flex items-center gap-1">
          <h1 className="content-text min-w-0 text-xl tracking-tight">
            <MarkedText text={convoId} />
          </h1>
          <CopyButton text={() => convoId} label="Copy the conversation's id" />
        </div>
        {span && <Who userIds={span.userIds} agentNames={span.agentNames} />}
      </div>
      <StatStrip
        label="Numbers"
        stats={[
          {
            label: 'Turns',
            value: formatCount(sessionCount),
            note:
              span && span.failedCount > 0 ? (
                <span className="text-bad">{formatCount(span.failedCount)} failed</span>
              ) : undefined,
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
          {
            label: 'Time span',
            value: span ? formatDuration(span.spanMs) : '—',
            note: span && <Since iso={span.startedAt} />,
          },
          { label: 'Last active', value: span ? <Ago iso={span.lastAt} /> : '—' },
        ]}
      />
    </header>
  );
}

function Who({
  userIds,
  agentNames,
}: {
  readonly userIds: readonly string[];
  readonly agentNames: readonly string[];
}) {
  return (
    <p className="flex flex-wrap items-center gap-x-1.5 text-base text-muted">
      <span>Conversation of</span>
      {userIds.map((userId) => (
        <Link
          key={userId}
          {...toSessions({ user: userId })}
          className="max-w-full truncate rounded font-medium text-accent hover:underline"
        >
          <bdi>
            <MarkedText text={userId} />
          </bdi>
        </Link>
      ))}
      <span>with</span>
      {agentNames.map((agentName) => (
        <bdi key={agentName} className="max-w-full truncate font-medium text-ink">
          <MarkedText text={agentName} />
        </bdi>
      ))}
    </p>
  );
}

function Since({ iso }: { readonly iso: string }) {
  const nowMs = useNow();
  return (
    <time dateTime={iso} title={formatTime(iso)}>
      since {formatShortTime(iso, nowMs)}
    </time>
  );
}
