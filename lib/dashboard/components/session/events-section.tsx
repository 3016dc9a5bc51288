import { useNavigate, useRouter } from '@tanstack/react-router';
import { Activity } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { SessionView } from '../../../query/index.ts';
import { formatCounted } from '../../format/count.ts';
import { useIsWide } from '../../hooks/use-media.ts';
import { toSession } from '../../links.ts';
import { Card } from '../controls/card.tsx';
import { EventPanel } from '../event/event-panel.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import { buildWaterfall, firstOfInterest } from '../timeline/waterfall.ts';
import { Sheet } from './sheet.tsx';

/** Props of {@link EventsSection}. */
export interface EventsSectionProps {
  readonly view: SessionView;
  /** Time of the request, in milliseconds since 1970. */
  readonly requestedMs: number;
  /** The event in the URL. */
  readonly eventId: string | undefined;
}

/** The timeline with the open event: beside it on wide pages, or covering the page on narrow ones. */
export function EventsSection({ view: { session, events }, requestedMs, eventId }: EventsSectionProps) {
  const isWide = useIsWide();
  const [cursorId, setCursorId] = useState<string>();
  const { open, close } = useEventInAddress(session.id, isWide);
  const isRunning = session.status === 'running' && session.reason === undefined;
  const waterfall = useMemo(
    () => buildWaterfall(events, session, isRunning ? requestedMs : undefined),
    [events, session, isRunning, requestedMs],
  );
  const named = waterfall.rows.find(({ event }) => event.id === eventId);
  const shown = named ?? waterfall.rows.find(({ event }) => event.id === firstOfInterest(waterfall.rows));
  const selected = isWide ? shown : named;
  const panel = selected && (
    <EventPanel
      key={selected.event.id}
      sessionId={session.id}
      event={selected.event}
      startMs={selected.startMs}
      onClose={isWide ? undefined : close}
    />
  );
  const timeline = (
    <Card
      title="Timeline"
      className="lg:sticky lg:top-16"
      aside={<span className="pr-2.5 text-muted text-xs">{formatCounted(events.length, 'event')}</span>}
    >
      {events.length > 0 ? (
        <Timeline
          waterfall={waterfall}
          selectedId={selected?.event.id ?? cursorId}
          onSelect={isWide ? open : setCursorId}
          onOpen={open}
        />
      ) : (
        <NoEvents isRunning={isRunning} />
      )}
    </Card>
  );
  if (!isWide)
    return (
      <>
        {timeline}
        {panel && (
          <Sheet label="Event" onClose={close}>
            {panel}
          </Sheet>
        )}
      </>
    );
  return (
    <div className="grid grid-cols-[minmax(0,11fr)_minmax(0,9fr)] 2xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start gap-4">
      {timeline}
      {panel}
    </div>
  );
}

/** Opens and closes an event in the URL. On narrow screens, the back button closes it. */
function useEventInAddress(sessionId: string, isWide: boolean) {
  const navigate = useNavigate();
  const { history } = useRouter();
  const open = useCallback(
    (id: string) =>
      void navigate({
        ...toSession(sessionId, id),
        replace: isWide,
        resetScroll: false,
        state: { isSheet: !isWide },
      }),
    [navigate, sessionId, isWide],
  );
  const close = useCallback(() => {
    if (history.location.state.isSheet) history.back();
    else void navigate({ ...toSession(sessionId), replace: true, resetScroll: false });
  }, [history, navigate, sessionId]);
  return { open, close };
}

function NoEvents({ isRunning }: { readonly isRunning: boolean }) {
  return (
    <p className="flex items-center justify-center gap-2 px-4 py-12 text-base text-muted">
      <Activity size={16} aria-hidden />
      {isRunning ? 'No step of it has ended yet.' : 'Nothing was recorded inside of it.'}
    </p>
  );
}
