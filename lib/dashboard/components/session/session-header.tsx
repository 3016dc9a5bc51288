import { Link } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight, MessagesSquare } from 'lucide-react';
import type { SessionDetail } from '../../../query/index.ts';
import type { Turn } from '../../hooks/use-session.ts';
import { toConversation, toSession } from '../../links.ts';
import { MarkedText } from '../text/marked-text.tsx';
import { reasonTexts } from './reasons.ts';
import { StatusBadge } from './status.tsx';

/** The title, status and place in the conversation of a session. */
export function SessionHeader({
  session,
  turn,
}: {
  readonly session: SessionDetail;
  readonly turn: Turn | undefined;
}) {
  const { name, status, reason, success, convoId } = session;
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="min-w-0 max-w-full truncate text-xl tracking-tight" title={name}>
        <bdi>
          <MarkedText text={name} />
        </bdi>
      </h1>
      <StatusBadge status={status} reason={reason} />
      {success === false && status === 'completed' && (
        <span className="rounded-full bg-warn-soft px-2.5 py-0.5 font-medium text-warn text-xs">
          without success
        </span>
      )}
      {reason !== undefined && reason !== 'error' && <p className="text-muted">{reasonTexts[reason]}</p>}
      {convoId !== undefined && <Place convoId={convoId} turn={turn} />}
    </header>
  );
}

function Place({ convoId, turn }: { readonly convoId: string; readonly turn: Turn | undefined }) {
  return (
    <nav aria-label="Conversation" className="ml-auto flex min-w-0 items-center gap-0.5 max-sm:ml-0">
      <Link
        {...toConversation(convoId)}
        className="flex h-8 min-w-0 items-center gap-2 rounded-lg border border-line bg-surface px-2.5 font-medium text-ink text-xs shadow-card hover:border-line-strong"
        title={convoId}
      >
        <MessagesSquare size={14} aria-hidden className="shrink-0 text-muted" />
        <span className="whitespace-nowrap">
          {turn ? `Turn ${turn.position} of ${turn.count}` : 'Conversation'}
        </span>
      </Link>
      {turn && turn.count > 1 && (
        <>
          <Neighbour sessionId={turn.previousId} label="Previous turn" icon={ChevronLeft} />
          <Neighbour sessionId={turn.nextId} label="Next turn" icon={ChevronRight} />
        </>
      )}
    </nav>
  );
}

function Neighbour({
  sessionId,
  label,
  icon: Icon,
}: {
  readonly sessionId: string | undefined;
  readonly label: string;
  readonly icon: typeof ChevronLeft;
}) {
  if (sessionId === undefined)
    return (
      <span aria-hidden className="grid size-8 place-items-center text-faint opacity-50">
        <Icon size={16} />
      </span>
    );
  return (
    <Link
      {...toSession(sessionId)}
      aria-label={label}
      title={label}
      className="grid size-8 place-items-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
    >
      <Icon size={16} aria-hidden />
    </Link>
  );
}
