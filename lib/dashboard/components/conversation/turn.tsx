import { Link } from '@tanstack/react-router';
import { ArrowRight, Bot, Sparkles, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SessionDetail } from '../../../query/index.ts';
import { formatCounted } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';
import { toSession } from '../../links.ts';
import { Ago } from '../session/ago.tsx';
import { Cost } from '../session/cost.tsx';
import { FailureBox } from '../session/failure-box.tsx';
import { reasonTexts } from '../session/reasons.ts';
import { StatusBadge } from '../session/status.tsx';
import { MarkedText } from '../text/marked-text.tsx';
import { asAnswer } from '../value/formatted-value.tsx';
import { JsonTree } from '../value/json-tree.tsx';
import { MessageParts } from '../value/message-parts.tsx';
import { newestMessages, readMessages } from '../value/messages.ts';

/** One turn of a conversation: the user's message, the agent's answer, and its numbers. */
export function Turn({ session, position }: { readonly session: SessionDetail; readonly position: number }) {
  return (
    <article
      aria-label={`Turn ${position}`}
      className="flex flex-col gap-3 [contain-intrinsic-size:auto_16rem] [content-visibility:auto]"
    >
      <Asked session={session} />
      <Answered session={session} />
      <Strip session={session} />
    </article>
  );
}

function Asked({ session: { input, userId, startedAt } }: { readonly session: SessionDetail }) {
  const messages = readMessages(input);
  const newest = messages && newestMessages(messages);
  const earlier = (messages?.length ?? 0) - (newest?.length ?? 0);
  return (
    <div className="flex flex-col items-end gap-1 pl-8 sm:pl-24">
      <p className="flex max-w-full items-center gap-2 px-1 text-muted text-xs">
        <bdi className="min-w-0 truncate font-medium">
          <MarkedText text={userId} />
        </bdi>
        <Ago iso={startedAt} />
      </p>
      <div className="min-w-0 max-w-full rounded-2xl rounded-tr-md bg-selected px-4 py-2.5">
        {newest?.map((message, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: stored messages never change places
          <MessageParts key={index} parts={message.parts} />
        ))}
        {!newest &&
          (input === undefined ? <Quiet>No input was recorded.</Quiet> : <JsonTree value={input} />)}
      </div>
      {earlier > 0 && (
        <p className="px-1 text-muted text-xs">after {formatCounted(earlier, 'message')} sent along</p>
      )}
    </div>
  );
}

function Answered({ session }: { readonly session: SessionDetail }) {
  const { agentName, output, failure, status, reason } = session;
  return (
    <div className="flex gap-3 pr-2 sm:pr-12">
      <span
        aria-hidden
        className="mt-0.5 grid size-7 shrink-0 place-items-center rounded-lg bg-kind-agent-soft text-kind-agent"
      >
        <Bot size={15} />
      </span>
      <div className="flex min-w-0 grow flex-col gap-1.5">
        <bdi className="truncate pt-1 font-medium text-muted text-xs">
          <MarkedText text={agentName} />
        </bdi>
        {output !== undefined && output !== '' && (
          <div className="min-w-0">{asAnswer(output) ?? <JsonTree value={output} />}</div>
        )}
        {failure && <FailureBox error={failure} title="Failure" />}
        {!failure && reason !== undefined && <Quiet>{reasonTexts[reason]}</Quiet>}
        {status === 'running' && reason === undefined && (
          <p className="flex items-center gap-2 text-live">
            <span aria-hidden className="size-1.5 animate-breathe rounded-full bg-live" />
            Working on it …
          </p>
        )}
        {status === 'completed' && output === undefined && <Quiet>No output was recorded.</Quiet>}
      </div>
    </div>
  );
}

function Strip({ session }: { readonly session: SessionDetail }) {
  const { id, status, reason, durationMs, llmCount, toolCount, totals } = session;
  const tokens = totals.promptTokens + totals.completionTokens;
  return (
    <div className="ml-10 flex flex-wrap items-center gap-x-3.5 gap-y-1 text-muted text-xs tabular-nums">
      <StatusBadge status={status} reason={reason} />
      {durationMs !== undefined && <span>{formatDuration(durationMs)}</span>}
      <span className="flex items-center gap-1">
        <Sparkles size={12} aria-hidden className="text-kind-llm" />
        {formatCounted(llmCount, 'model call')}
      </span>
      {toolCount > 0 && (
        <span className="flex items-center gap-1">
          <Wrench size={12} aria-hidden className="text-kind-tool" />
          {formatCounted(toolCount, 'tool')}
        </span>
      )}
      {llmCount > 0 && <span>{formatCounted(tokens, 'token')}</span>}
      {llmCount > 0 && <Cost totals={totals} />}
      <Link
        {...toSession(id)}
        className="ml-auto flex items-center gap-1 rounded font-medium text-accent hover:underline"
      >
        Open session <ArrowRight size={13} aria-hidden />
      </Link>
    </div>
  );
}

const Quiet = ({ children }: { readonly children: ReactNode }) => (
  <p className="text-base text-muted italic">{children}</p>
);
