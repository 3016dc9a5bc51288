import { getRouteApi, Link } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { Fragment } from 'react';
import { isMissing } from '../api.ts';
import { Notice } from '../components/controls/notice.tsx';
import { ConversationHeader } from '../components/conversation/conversation-header.tsx';
import { Turn } from '../components/conversation/turn.tsx';
import { pauseBefore } from '../components/conversation/turns.ts';
import { Breadcrumb, Breadcrumbs } from '../components/shell/breadcrumbs.tsx';
import { PageSkeleton } from '../components/shell/page-skeleton.tsx';
import { MarkedText } from '../components/text/marked-text.tsx';
import { formatCount } from '../format/count.ts';
import { formatDuration } from '../format/duration.ts';
import { useConversation } from '../hooks/use-session.ts';
import { useTitle } from '../hooks/use-title.ts';
import { paths, toSessions } from '../links.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { ProblemPage } from './problem-page.tsx';

const route = getRouteApi(paths.conversation);

/** A conversation, turn by turn. */
export function ConversationPage() {
  const { convoId } = route.useParams();
  const { data: view, error } = useConversation(convoId);
  useTitle(convoId);
  if (!view) {
    if (isMissing(error)) return <NotFoundPage noun="conversation" mayCome />;
    return error ? <ProblemPage error={error} /> : <PageSkeleton />;
  }
  const { sessions, sessionCount } = view;
  const missing = sessionCount - sessions.length;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-6">
      <ConversationBreadcrumbs convoId={convoId} />
      <ConversationHeader view={view} />
      {missing > 0 && (
        <Notice icon={History}>
          These are the newest {formatCount(sessions.length)} of {formatCount(sessionCount)} turns.
        </Notice>
      )}
      <div className="flex flex-col gap-8">
        {sessions.map((session, index) => (
          <Fragment key={session.id}>
            <Pause ms={pauseBefore(session, sessions[index - 1])} />
            <Turn session={session} position={missing + index + 1} />
          </Fragment>
        ))}
      </div>
    </div>
  );
}

function Pause({ ms }: { readonly ms: number | undefined }) {
  if (ms === undefined) return null;
  return (
    <p className="flex items-center gap-3 text-muted text-xs before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
      {formatDuration(ms)} later
    </p>
  );
}

function ConversationBreadcrumbs({ convoId }: { readonly convoId: string }) {
  return (
    <Breadcrumbs>
      <Breadcrumb>
        <Link {...toSessions()} className="rounded hover:text-ink">
          Sessions
        </Link>
      </Breadcrumb>
      <Breadcrumb current>
        <bdi className="truncate">
          <MarkedText text={convoId} />
        </bdi>
      </Breadcrumb>
    </Breadcrumbs>
  );
}
