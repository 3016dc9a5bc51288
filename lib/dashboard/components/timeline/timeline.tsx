import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useWidth } from '../../hooks/use-width.ts';
import { Axis, AxisLines } from './axis.tsx';
import { timelineMove } from './timeline-keys.ts';
import { oneLineFromPx, TimelineRow } from './timeline-row.tsx';
import { foldRows, type Waterfall } from './waterfall.ts';

const rowPx = 36;
const tallRowPx = 52;

/** Props of {@link Timeline}. */
export interface TimelineProps {
  readonly waterfall: Waterfall;
  readonly selectedId: string | undefined;
  /** Called when the selection moves. */
  readonly onSelect: (eventId: string) => void;
  /** Called when an event is opened by click or Enter. */
  readonly onOpen: (eventId: string) => void;
}

/**
 * The events of a session on a time axis, nested. With the keyboard, arrows move and fold, and Enter opens.
 */
export function Timeline({ waterfall, selectedId, onSelect, onOpen }: TimelineProps) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => foldRows(waterfall.rows, folded), [waterfall.rows, folded]);
  const fold = useCallback((id: string) => setFolded((before) => toggled(before, id)), []);
  const hasFolds = useMemo(() => waterfall.rows.some(({ childCount }) => childCount > 0), [waterfall.rows]);
  const tree = useRef<HTMLDivElement>(null);
  const height = useWidth(tree) < oneLineFromPx ? tallRowPx : rowPx;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => tree.current,
    estimateSize: () => height,
    overscan: 20,
    getItemKey: (index) => rows[index]?.event.id ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new height asks for new measures
  useEffect(() => virtual.measure(), [virtual, height]);

  const selectedAt = rows.findIndex(({ event }) => event.id === selectedId);
  useEffect(() => {
    if (selectedAt >= 0) virtual.scrollToIndex(selectedAt, { align: 'auto' });
  }, [virtual, selectedAt]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = timelineMove(event.key, rows, selectedAt, folded);
    if (!move) return;
    event.preventDefault();
    if (move.kind === 'open') onOpen(move.eventId);
    else if (move.kind === 'fold') fold(move.eventId);
    else onSelect(move.eventId);
  };

  return (
    <div
      ref={tree}
      role="tree"
      tabIndex={0}
      aria-label="Events"
      aria-activedescendant={selectedAt >= 0 ? rowId(selectedAt) : undefined}
      onKeyDown={onKeyDown}
      className="@container max-h-[70vh] min-w-0 overflow-y-auto rounded-b-xl outline-offset-1 lg:max-h-[calc(100vh-7.5rem)]"
    >
      <Axis spanMs={waterfall.spanMs} />
      <div role="none" className="relative" style={{ height: virtual.getTotalSize() }}>
        <AxisLines waterfall={waterfall} />
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const { id } = row.event;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it handles the keys
            // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its active line
            <div
              key={item.key}
              id={rowId(item.index)}
              role="treeitem"
              aria-level={row.depth + 1}
              aria-posinset={row.position}
              aria-setsize={row.siblings}
              aria-selected={id === selectedId}
              aria-expanded={row.childCount > 0 ? !folded.has(id) : undefined}
              onClick={() => onOpen(id)}
              className="absolute inset-x-0 top-0 cursor-pointer hover:bg-hover/70 aria-selected:bg-selected aria-selected:shadow-marked"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              <TimelineRow
                row={row}
                spanMs={waterfall.spanMs}
                hasFolds={hasFolds}
                isFolded={folded.has(id)}
                onFold={fold}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** By index, since an event's id can contain any characters. */
const rowId = (index: number): string => `timeline-row-${index}`;

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
