import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { EventKind, Json } from '../../../model/index.ts';
import type { EventDetail, EventSummary } from '../../../query/index.ts';
import { useEvent } from '../../hooks/use-session.ts';
import { Card } from '../controls/card.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { FailureBox } from '../session/failure-box.tsx';
import { KindIcon, kindLooks } from '../timeline/event-kinds.tsx';
import { EventName } from '../timeline/event-name.tsx';
import { asAnswer, asMessages, asPrompt, asText } from '../value/formatted-value.tsx';
import { ValueCard } from '../value/value-card.tsx';
import { EventFacts } from './event-facts.tsx';
import { UsageTable } from './usage-table.tsx';

/** Props of {@link EventPanel}. */
export interface EventPanelProps {
  readonly sessionId: string;
  readonly event: EventSummary;
  /** Milliseconds since the start of the timeline. */
  readonly startMs: number;
  /** Set when the panel covers the page. */
  readonly onClose?: () => void;
}

/** All details of one event. */
export function EventPanel({ sessionId, event, startMs, onClose }: EventPanelProps) {
  const { data, isError, error } = useEvent(sessionId, event.id);
  return (
    <section aria-label="Event" className="flex min-w-0 flex-col gap-3">
      <div className="min-w-0 rounded-xl border border-line bg-surface shadow-card">
        <header className="flex min-h-12 items-center gap-2.5 border-line border-b py-1.5 pr-2 pl-4">
          <KindIcon kind={event.kind} />
          <div className="min-w-0 grow">
            <h2 className="content-text text-base leading-5">
              <EventName name={event.name} />
            </h2>
            <Remark event={event} />
          </div>
          <CopyButton text={() => event.id} label="Copy the event's id" />
          {onClose && <IconButton icon={X} label="Close" onClick={onClose} />}
        </header>
        <div className="flex flex-col gap-3 px-4 py-3">
          <EventFacts event={event} startMs={startMs} />
          {event.error && <FailureBox error={event.error} />}
        </div>
      </div>
      {isError && <p className="px-4 py-3 text-bad">{error.message}</p>}
      {data ? <Values event={data} /> : !isError && <ValuesSkeleton />}
      {(event.usage || event.cost) && (
        <Card title="Tokens and cost" isRegion={false}>
          <UsageTable usage={event.usage} cost={event.cost} />
        </Card>
      )}
      {data && <Metadata event={data} />}
    </section>
  );
}

/** Omits what the note below the name already shows. */
function Metadata({ event: { metadata, handedTo } }: { readonly event: EventDetail }) {
  const entries = Object.entries(metadata ?? {}).filter(
    ([key, value]) => key !== 'handedTo' || value !== handedTo,
  );
  if (entries.length === 0) return null;
  return <ValueCard title="Metadata" value={Object.fromEntries(entries)} isRegion={false} />;
}

function Remark({ event }: { readonly event: EventSummary }) {
  const remarks = [
    kindLooks[event.kind].name,
    ...(event.status === 'cancelled' ? ['cancelled before it ended'] : []),
    ...(event.status === 'error' ? ['failed'] : []),
    ...(event.handedTo === undefined ? [] : [`handed to the ${event.handedTo}`]),
    ...(event.late ? ['ended after the session had'] : []),
  ];
  return <p className="text-muted text-xs">{remarks.join(' · ')}</p>;
}

interface Titles {
  readonly input: string;
  readonly output: string;
  readonly formatInput: (value: Json) => ReactNode;
  readonly formatOutput: (value: Json) => ReactNode;
}

const usual: Titles = { input: 'Input', output: 'Output', formatInput: asMessages, formatOutput: asText };

const special: { readonly [kind in EventKind]?: Partial<Titles> } = {
  llm: { formatInput: asPrompt, formatOutput: asAnswer },
  tool: { input: 'Arguments', output: 'Result', formatInput: asText },
  decision: { input: 'Alternatives', output: 'Decision', formatInput: asText },
  state: { input: 'Before', output: 'After', formatInput: asText },
};

function Values({ event }: { readonly event: EventDetail }) {
  const { input, output, formatInput, formatOutput } = { ...usual, ...special[event.kind] };
  return (
    <>
      {event.input !== undefined && (
        <ValueCard
          key={`${event.id} input`}
          title={input}
          value={event.input}
          formatted={formatInput(event.input)}
          isRegion={false}
        />
      )}
      {event.output !== undefined && (
        <ValueCard
          key={`${event.id} output`}
          title={output}
          value={event.output}
          formatted={formatOutput(event.output)}
          isRegion={false}
        />
      )}
    </>
  );
}

function ValuesSkeleton() {
  return (
    <Card title="Input" isRegion={false}>
      <div className="h-24" aria-busy />
    </Card>
  );
}
