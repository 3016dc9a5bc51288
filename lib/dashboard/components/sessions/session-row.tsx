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
import { MarkedText } from '../text/marked-text.tsx';

/** The columns of the list, for its heading and its rows. */
export const sessionColumns =
  'grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-3 @3xl:grid-cols-[1.25rem_8.5rem_minmax(0,1fr)_4.5rem_5.5rem_5rem_5rem] @6xl:grid-cols-[1.25rem_9rem_minmax(0,1fr)_7rem_8.5rem_5rem_5rem_5.5rem_5rem_5rem]';

/** A cell that is there when the list has room for columns. */
const cell = 'hidden truncate @3xl:block';
const wideCell = 'hidden truncate @6xl:block';

/** A session in the list: the whole row leads to it. */
export const SessionRow = memo(function SessionRow({ session }: { readonly session: SessionSummary }) {
  const { status, reason, agentName, userId, convoId, totals, durationMs, startedAt } = session;
  const tokens = totals.promptTokens + totals.completionTokens;
  const duration = durationMs === undefined ? '—' : formatDuration(durationMs);
  return (
    <div
      className={`relative ${sessionColumns} h-full items-center border-line border-b px-4 text-body tabular-nums hover:bg-hover`}
    >
      <StatusIcon status={status} reason={reason} />
      <bdi className={cell} title={agentName}>
        <MarkedText text={agentName} />
      </bdi>
      <div className="min-w-0">
        <Title session={session} />
        <Result session={session} />
        <p className="flex gap-x-2 truncate text-muted text-xs @3xl:hidden">
          <bdi className="min-w-0 truncate">
            <MarkedText text={agentName} />
          </bdi>
          <span className="shrink-0">{duration}</span>
          <span className="shrink-0">
            <Cost totals={totals} />
          </span>
          <span className="ml-auto shrink-0">
            <Ago iso={startedAt} />
          </span>
        </p>
      </div>
      <div className={wideCell}>
        <Link
          {...toSessions({ user: userId })}
          className="relative z-10 rounded hover:text-accent hover:underline"
          title={userId}
        >
          <bdi>
            <MarkedText text={userId} />
          </bdi>
        </Link>
      </div>
      <div className={wideCell}>{convoId !== undefined && <ConversationLink convoId={convoId} />}</div>
      <Calls session={session} />
      <span
        className={`${cell} text-right`}
        title={`${formatCount(totals.promptTokens)} in, ${formatCount(totals.completionTokens)} out`}
      >
        {tokens > 0 ? formatCount(tokens) : <span className="text-faint">—</span>}
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
      className="block truncate font-medium text-ink outline-none after:absolute after:inset-0 focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
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
    <p className="min-h-5 truncate text-muted">
      {outputPreview ? (
        <bdi>
          <MarkedText text={outputPreview} />
        </bdi>
      ) : (
        rest
      )}
    </p>
  );
}

function ConversationLink({ convoId }: { readonly convoId: string }) {
  return (
    <Link
      {...toConversation(convoId)}
      title={convoId}
      className="relative z-10 flex max-w-full items-center gap-1.5 rounded hover:text-accent hover:underline"
    >
      <MessagesSquare size={13} aria-hidden className="shrink-0 text-faint" />
      <bdi className="truncate">
        <MarkedText text={convoId} />
      </bdi>
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
