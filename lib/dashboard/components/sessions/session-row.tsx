import { Link } from '@tanstack/react-router';
import { MessagesSquare, Sparkles, Wrench } from 'lucide-react';
import { memo } from 'react';
import type { SessionSummary } from '../../../query/index.ts';
import { formatCount, formatCounted } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';
import { toConversation, toSession, toSessions } from '../../links.ts';
import { Ago } from '../session/ago.tsx';
import { Cost } from '../session/cost.tsx';
import { reasonTexts } from '../session/reasons.ts';
import { StatusIcon } from '../session/status.tsx';
import { IdText } from '../text/id-text.tsx';
import { MarkedText } from '../text/marked-text.tsx';

/** Columns of the list, for its heading and rows. */
export const sessionColumns =
  'grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-3 @3xl:grid-cols-[1.25rem_9rem_minmax(0,1fr)_4rem_5rem_4.5rem_5rem] @6xl:grid-cols-[1.25rem_9rem_minmax(0,1fr)_11rem_4rem_4rem_5rem_4.5rem_5rem] @[90rem]:grid-cols-[1.25rem_11rem_minmax(0,1fr)_14rem_4.5rem_4.5rem_5.5rem_5rem_5rem]';

/** A cell that is visible in the table layout. */
const cell = 'hidden truncate @3xl:block';

/** A session in the list. The whole row is a link. */
export const SessionRow = memo(function SessionRow({ session }: { readonly session: SessionSummary }) {
  const { status, reason, agentName, userId, convoId, totals, durationMs, startedAt } = session;
  const tokens = totals.promptTokens + totals.completionTokens;
  const duration = durationMs === undefined ? '—' : formatDuration(durationMs);
  return (
    <div
      className={`relative ${sessionColumns} h-full items-center border-line border-b px-4 text-body tabular-nums hover:bg-hover`}
    >
      <StatusIcon status={status} reason={reason} />
      <div className="hidden min-w-0 flex-col items-start @3xl:flex">
        <bdi className="max-w-full truncate" title={agentName}>
          <MarkedText text={agentName} />
        </bdi>
        <Link
          {...toSessions({ user: userId })}
          className="relative z-10 max-w-full truncate rounded text-muted hover:text-accent hover:underline"
          title={userId}
        >
          <bdi>
            <MarkedText text={userId} />
          </bdi>
        </Link>
      </div>
      <div className="min-w-0">
        <div className="flex items-baseline justify-between gap-2">
          <Title session={session} />
          <span className="shrink-0 text-muted text-xs @3xl:hidden">
            <Ago iso={startedAt} />
          </span>
        </div>
        <Result session={session} />
        <Facts session={session} duration={duration} />
      </div>
      <div className="hidden min-w-0 @6xl:block">
        {convoId !== undefined && <ConversationLink convoId={convoId} />}
      </div>
      <Calls session={session} />
      <span
        className={`${cell} text-right`}
        title={`${formatCount(totals.promptTokens)} in, ${formatCount(totals.completionTokens)} out`}
      >
        {formatCount(tokens)}
      </span>
      <span className={`${cell} text-right`}>
        <Cost totals={totals} />
      </span>
      <span className={`${cell} text-right`}>{duration}</span>
      <span className={`${cell} text-right text-muted`}>
        <Ago iso={startedAt} />
      </span>
    </div>
  );
});

function Title({ session: { id, inputPreview, name } }: { readonly session: SessionSummary }) {
  return (
    <Link
      {...toSession(id)}
      data-row
      className="min-w-0 truncate font-medium text-ink outline-none after:absolute after:inset-0 focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
    >
      <bdi>
        <MarkedText text={inputPreview || name || id} />
      </bdi>
    </Link>
  );
}

function Result({ session }: { readonly session: SessionSummary }) {
  const { status, failure, outputPreview, reason } = session;
  if (status === 'failed' && failure)
    return (
      <p className="truncate text-bad">
        <bdi>
          <MarkedText text={`${failure.type}: ${failure.message}`} />
        </bdi>
      </p>
    );
  const rest = status === 'running' && reason === undefined ? 'Running …' : reason && reasonTexts[reason];
  return (
    <div className="flex min-h-5 items-center gap-2 text-muted">
      <p className="min-w-0 truncate">
        {outputPreview ? (
          <bdi>
            <MarkedText text={outputPreview} />
          </bdi>
        ) : (
          rest
        )}
      </p>
      <FailedSteps count={session.errorCount} />
    </div>
  );
}

/** The number of failed steps in a session that completed. */
function FailedSteps({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span
      className="shrink-0 rounded bg-bad-soft px-1.5 text-2xs text-bad"
      title={`${formatCounted(count, 'step')} of it failed`}
    >
      {formatCount(count)} failed
    </span>
  );
}

/** Content of the columns in the narrow layout. */
function Facts({ session, duration }: { readonly session: SessionSummary; readonly duration: string }) {
  const { agentName, userId, convoId, totals } = session;
  return (
    <div className="text-muted text-xs *:flex *:min-w-0 *:gap-2 @3xl:hidden">
      <p>
        <bdi className="truncate">
          <MarkedText text={agentName} />
        </bdi>
        <bdi className="truncate">
          <MarkedText text={userId} />
        </bdi>
      </p>
      <p>
        {convoId !== undefined && <IdText text={convoId} />}
        <span className="ml-auto shrink-0">{duration}</span>
        <span className="shrink-0">
          <Cost totals={totals} />
        </span>
      </p>
    </div>
  );
}

function ConversationLink({ convoId }: { readonly convoId: string }) {
  return (
    <Link
      {...toConversation(convoId)}
      title={convoId}
      className="relative z-10 flex items-center gap-1.5 rounded hover:text-accent hover:underline"
    >
      <MessagesSquare size={13} aria-hidden className="shrink-0 text-faint" />
      <IdText text={convoId} />
    </Link>
  );
}

function Calls({ session: { llmCount, toolCount } }: { readonly session: SessionSummary }) {
  const words = `${formatCounted(llmCount, 'model call')}, ${formatCounted(toolCount, 'tool call')}`;
  return (
    <span className="hidden items-center justify-end gap-2.5 @6xl:flex" title={words}>
      <span className="sr-only">{words}</span>
      {llmCount > 0 && (
        <span aria-hidden className="flex items-center gap-1">
          <Sparkles size={12} className="text-kind-llm" />
          {formatCount(llmCount)}
        </span>
      )}
      {toolCount > 0 && (
        <span aria-hidden className="flex items-center gap-1">
          <Wrench size={12} className="text-kind-tool" />
          {formatCount(toolCount)}
        </span>
      )}
    </span>
  );
}
