import { getRouteApi, Link } from '@tanstack/react-router';
import { ShieldAlert } from 'lucide-react';
import { isMissing } from '../api.ts';
import { Notice } from '../components/controls/notice.tsx';
import { EventsSection } from '../components/session/events-section.tsx';
import { FailureBox } from '../components/session/failure-box.tsx';
import { wasSwitchedOff } from '../components/session/redaction.tsx';
import { SessionFacts } from '../components/session/session-facts.tsx';
import { SessionHeader } from '../components/session/session-header.tsx';
import { SessionStats } from '../components/session/session-stats.tsx';
import { SessionValues } from '../components/session/session-values.tsx';
import { Breadcrumb, Breadcrumbs } from '../components/shell/breadcrumbs.tsx';
import { PageSkeleton } from '../components/shell/page-skeleton.tsx';
import { IdText } from '../components/text/id-text.tsx';
import { MarkedText } from '../components/text/marked-text.tsx';
import { useSession, useTurn } from '../hooks/use-session.ts';
import { useTitle } from '../hooks/use-title.ts';
import { paths, toConversation, toSessions } from '../links.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { ProblemPage } from './problem-page.tsx';

const route = getRouteApi(paths.session);

/** One session with its input, output and steps. */
export function SessionPage() {
  const { sessionId } = route.useParams();
  const { event: eventId } = route.useSearch();
  const { data: view, error, dataUpdatedAt } = useSession(sessionId);
  const turn = useTurn(sessionId, view?.session.convoId);
  useTitle(view?.session.name ?? 'Session');
  if (!view) {
    if (isMissing(error)) return <NotFoundPage noun="session" mayCome />;
    return error ? <ProblemPage error={error} /> : <PageSkeleton />;
  }
  const { session } = view;
  return (
    <>
      <SessionBreadcrumbs name={session.name} convoId={session.convoId} />
      <div className="flex flex-col gap-4">
        <SessionHeader session={session} turn={turn} />
        <SessionStats session={session} />
        {session.failure && <FailureBox error={session.failure} title="Failure" />}
        {wasSwitchedOff(session.redaction) && (
          <Notice icon={ShieldAlert} tone="warn">
            {session.redaction.collector
              ? 'Redaction was switched off in the program that sent this session. What came since a policy was chosen here was redacted on arrival.'
              : 'Redaction was switched off in the program that sent this session: personal data is stored and shown as it was.'}
          </Notice>
        )}
        <SessionFacts session={session} />
        <SessionValues session={session} />
        <EventsSection view={view} requestedMs={dataUpdatedAt} eventId={eventId} />
      </div>
    </>
  );
}

function SessionBreadcrumbs({
  name,
  convoId,
}: {
  readonly name: string;
  readonly convoId: string | undefined;
}) {
  return (
    <Breadcrumbs>
      <Breadcrumb>
        <Link {...toSessions()} className="rounded hover:text-ink">
          Sessions
        </Link>
      </Breadcrumb>
      {convoId !== undefined && (
        <Breadcrumb>
          <Link
            {...toConversation(convoId)}
            className="min-w-0 rounded hover:text-ink sm:max-w-48"
            title={convoId}
          >
            <IdText text={convoId} />
          </Link>
        </Breadcrumb>
      )}
      <Breadcrumb current>
        <bdi className="truncate">
          <MarkedText text={name} />
        </bdi>
      </Breadcrumb>
    </Breadcrumbs>
  );
}
