import { useNavigate } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { toSessions } from '../../links.ts';
import type { Range, SessionsSearch } from '../../search.ts';
import { Segmented } from '../controls/segmented.tsx';
import { Select } from '../controls/select.tsx';
import { statusNames } from '../session/reasons.ts';
import { MarkedText } from '../text/marked-text.tsx';

const statusSegments = [
  { value: 'all', label: 'All' },
  { value: 'running', label: statusNames.running },
  { value: 'completed', label: statusNames.completed },
  { value: 'failed', label: statusNames.failed },
  { value: 'cancelled', label: statusNames.cancelled },
] as const;

const rangeSegments: readonly { readonly value: Range | 'all'; readonly label: string }[] = [
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: '24 h' },
  { value: '7d', label: '7 d' },
  { value: 'all', label: 'All time' },
];

const allAgents = '';

/** Filters the list of sessions. The filter is part of the URL. */
export function FilterBar({
  search,
  agents,
}: {
  readonly search: SessionsSearch;
  readonly agents: readonly string[];
}) {
  const navigate = useNavigate();
  const set = (change: SessionsSearch) =>
    void navigate({ ...toSessions({ ...search, ...change }), replace: true, resetScroll: false });
  const known =
    search.agent === undefined || agents.includes(search.agent) ? agents : [search.agent, ...agents];
  return (
    <search aria-label="Filter sessions" className="flex flex-wrap items-center gap-2">
      <Select
        label="Agent"
        value={search.agent ?? allAgents}
        options={[
          { value: allAgents, label: 'All agents' },
          ...known.map((name) => ({ value: name, label: name })),
        ]}
        onChange={(agent) => set({ agent: agent === allAgents ? undefined : agent })}
      />
      <Segmented
        label="Status"
        segments={statusSegments}
        value={search.status ?? 'all'}
        onChange={(status) => set({ status: status === 'all' ? undefined : status })}
      />
      <Segmented
        label="Time range"
        segments={rangeSegments}
        value={search.range ?? 'all'}
        onChange={(range) => set({ range: range === 'all' ? undefined : range })}
      />
      {search.user !== undefined && (
        <Chip name="User" value={search.user} onRemove={() => set({ user: undefined })} />
      )}
      {search.convo !== undefined && (
        <Chip name="Conversation" value={search.convo} onRemove={() => set({ convo: undefined })} />
      )}
    </search>
  );
}

/** A filter that came with a link. */
function Chip({
  name,
  value,
  onRemove,
}: {
  readonly name: string;
  readonly value: string;
  readonly onRemove: () => void;
}) {
  return (
    <span className="inline-flex h-8 min-w-0 max-w-full items-center gap-1.5 rounded-lg bg-accent-soft pr-1 pl-2.5 text-xs">
      <span className="text-muted">{name}</span>
      <bdi className="min-w-0 truncate font-medium text-accent">
        <MarkedText text={value} />
      </bdi>
      <button
        type="button"
        aria-label={`Remove the filter ${name}`}
        onClick={onRemove}
        className="grid size-6 shrink-0 place-items-center rounded-md text-muted hover:text-ink"
      >
        <X size={13} aria-hidden />
      </button>
    </span>
  );
}
