import { Link, type LinkProps } from '@tanstack/react-router';
import type { SessionDetail } from '../../../query/index.ts';
import { formatShortTime, formatTime } from '../../format/time.ts';
import { useNow } from '../../hooks/use-now.ts';
import { toConversation, toSession, toSessions } from '../../links.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import { type Fact, FactList } from '../controls/fact-list.tsx';
import { IdText } from '../text/id-text.tsx';
import { MarkedText } from '../text/marked-text.tsx';
import { Redaction } from './redaction.tsx';
import { SessionNotes } from './session-notes.tsx';

/** The user, conversation and attributes of a session. */
export function SessionFacts({ session }: { readonly session: SessionDetail }) {
  return (
    <section
      aria-label="Details"
      className="min-w-0 rounded-xl border border-line bg-surface px-4 py-3 shadow-card"
    >
      <FactList facts={factsOf(session)} values="long" />
      <SessionNotes session={session} />
    </section>
  );
}

function factsOf(session: SessionDetail): readonly Fact[] {
  const { id, agentName, name, userId, convoId, startedAt, endedAt, runId, sdk, parentSessionId } = session;
  const facts: (Fact | undefined)[] = [
    { name: 'Agent', value: <Given link={toSessions({ agent: agentName })} text={agentName} /> },
    name === agentName ? undefined : { name: 'Name', value: <Given text={name} /> },
    { name: 'User', value: <Given link={toSessions({ user: userId })} text={userId} /> },
    convoId === undefined
      ? undefined
      : { name: 'Conversation', value: <Given link={toConversation(convoId)} text={convoId} /> },
    parentSessionId === undefined
      ? undefined
      : { name: 'Part of', value: <Given link={toSession(parentSessionId)} text={parentSessionId} /> },
    { name: 'Started', value: <Started iso={startedAt} endedAt={endedAt} /> },
    { name: 'Session id', value: <Id text={id} label="Copy the session's id" /> },
    runId === undefined
      ? undefined
      : { name: 'Run id', value: <Id text={runId} label="Copy the run's id" /> },
    sdk === undefined ? undefined : { name: 'SDK', value: <Given text={`${sdk.name} ${sdk.version}`} /> },
    { name: 'Redaction', value: <Redaction redaction={session.redaction} /> },
  ];
  return facts.filter((fact) => fact !== undefined);
}

function Started({ iso, endedAt }: { readonly iso: string; readonly endedAt: string | undefined }) {
  const nowMs = useNow();
  const ended = endedAt === undefined ? '' : `, ended ${formatTime(endedAt)}`;
  return (
    <time dateTime={iso} title={formatTime(iso) + ended}>
      {formatShortTime(iso, nowMs)}
    </time>
  );
}

function Given({ text, link }: { readonly text: string; readonly link?: LinkProps }) {
  const shown = (
    <bdi>
      <MarkedText text={text} />
    </bdi>
  );
  const className = 'block max-w-full truncate rounded';
  if (!link)
    return (
      <span className={className} title={text}>
        {shown}
      </span>
    );
  return (
    <Link {...link} className={`${className} text-accent hover:underline`} title={text}>
      {shown}
    </Link>
  );
}

function Id({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className="-my-1 flex min-w-0 items-center">
      <span className="min-w-0 font-mono font-normal text-xs" title={text}>
        <IdText text={text} />
      </span>
      <CopyButton text={() => text} label={label} />
    </span>
  );
}
