import type { ReactNode } from 'react';
import type { EventSummary } from '../../../query/index.ts';
import { formatCount } from '../../format/count.ts';
import { formatDuration } from '../../format/duration.ts';
import { formatTime } from '../../format/time.ts';
import { FactList } from '../controls/fact-list.tsx';
import { MarkedText } from '../text/marked-text.tsx';
import { EventCost } from './event-cost.tsx';
import { EventRedaction } from './event-redaction.tsx';
import { totalTokens } from './usage-parts.ts';

/** The facts of an event besides its values. */
export function EventFacts({ event, startMs }: { readonly event: EventSummary; readonly startMs: number }) {
  const facts = factsOf(event, startMs).filter(([, value]) => value !== undefined);
  return <FactList facts={facts.map(([name, value]) => ({ name, value }))} />;
}

function factsOf(event: EventSummary, startMs: number): readonly (readonly [string, ReactNode])[] {
  const { usage, cost, timeToFirstTokenMs, attempt, startedAt } = event;
  return [
    ['Duration', formatDuration(event.durationMs)],
    ['Started', <Started key="started" iso={startedAt} startMs={startMs} />],
    ['First token', timeToFirstTokenMs === undefined ? undefined : formatDuration(timeToFirstTokenMs)],
    ['Tokens', usage && formatCount(totalTokens(usage))],
    ['Cost', cost && <EventCost key="cost" cost={cost} />],
    ['Provider', event.provider && <Given key="provider" text={event.provider} />],
    ['Model', event.model && <Given key="model" text={event.model} />],
    ['Finish reason', event.finishReason && <Given key="finish" text={event.finishReason} />],
    ['Attempt', attempt === undefined ? undefined : formatCount(attempt)],
    ['Redaction', event.redaction && <EventRedaction key="redaction" redaction={event.redaction} />],
    ['Tool call id', event.toolCallId && <Given key="call" text={event.toolCallId} />],
  ];
}

const Started = ({ iso, startMs }: { readonly iso: string; readonly startMs: number }) => (
  <time dateTime={iso} title={formatTime(iso)}>
    + {formatDuration(startMs)}
  </time>
);

const Given = ({ text }: { readonly text: string }) => (
  <bdi title={text}>
    <MarkedText text={text} />
  </bdi>
);
