import { ChevronRight } from 'lucide-react';
import { use, useMemo, useState } from 'react';
import type { Json } from '../../../model/index.ts';
import { formatCount, formatCounted } from '../../format/count.ts';
import { TextButton } from '../controls/text-button.tsx';
import { DisplayLimits } from '../text/display-limits.ts';
import { LongText } from '../text/long-text.tsx';
import { MarkedText } from '../text/marked-text.tsx';
import { childrenAtOnce, type JsonContent, type JsonRow, jsonRows, openAtFirst } from './json-rows.ts';

const indentRem = 1.125;
const maxIndent = 16;
const longKeyChars = 24;

/** A JSON value as an expandable tree. The cost depends on the visible rows only. */
export function JsonTree({ value }: { readonly value: Json }) {
  const { rows: maxRows } = use(DisplayLimits);
  const first = useMemo(() => openAtFirst(value, maxRows), [value, maxRows]);
  const [changes, setChanges] = useState<ReadonlyMap<string, number | undefined>>(new Map());
  const open = useMemo(() => {
    const all = new Map<string, number>(first);
    for (const [path, shown] of changes) {
      if (shown === undefined) all.delete(path);
      else all.set(path, shown);
    }
    return all;
  }, [first, changes]);
  const rows = useMemo(() => withoutRoot(jsonRows(value, open)), [value, open]);
  const show = (path: string, shown: number | undefined) => setChanges(new Map([...changes, [path, shown]]));
  return (
    <div className="min-w-0 font-mono text-xs leading-5.5">
      {rows.map((row) => (
        <div
          key={row.content.kind === 'more' ? `${row.path} more` : row.path}
          className="flex min-w-0 items-start gap-1"
          style={{ paddingLeft: `${Math.min(row.depth, maxIndent) * indentRem}rem` }}
        >
          <Row row={row} onShow={show} shown={open.get(row.path) ?? 0} />
        </div>
      ))}
    </div>
  );
}

/** Removes the root row and one level of indentation, since the card's heading replaces the root. */
const withoutRoot = (rows: readonly JsonRow[]): readonly JsonRow[] =>
  rows.length > 1 ? rows.slice(1).map((row) => ({ ...row, depth: row.depth - 1 })) : rows;

function Row({
  row: { path, key, content },
  shown,
  onShow,
}: {
  readonly row: JsonRow;
  readonly shown: number;
  readonly onShow: (path: string, shown: number | undefined) => void;
}) {
  if (content.kind === 'leaf')
    return (
      <>
        <Key name={key} />
        <Leaf value={content.value} />
      </>
    );
  if (content.kind === 'more')
    return (
      <TextButton onClick={() => onShow(path, shown + childrenAtOnce)}>
        Show {formatCount(Math.min(childrenAtOnce, content.hidden))} of{' '}
        {formatCounted(content.hidden, 'more item')}
      </TextButton>
    );
  if (content.size === 0)
    return (
      <>
        <Key name={key} />
        <span className="text-muted">{sizeOf(content)}</span>
      </>
    );
  return (
    // The arrow extends to the left, so that the keys are aligned.
    <button
      type="button"
      aria-expanded={content.isOpen}
      onClick={() => onShow(path, content.isOpen ? undefined : childrenAtOnce)}
      className="-ml-4.25 flex min-w-0 items-start gap-1 rounded pr-1 text-left hover:bg-sunken"
    >
      <ChevronRight
        size={13}
        aria-hidden
        className={`mt-1 shrink-0 text-muted transition-transform ${content.isOpen ? 'rotate-90' : ''}`}
      />
      <Key name={key} />
      <span className="shrink-0 text-muted">{sizeOf(content)}</span>
    </button>
  );
}

function sizeOf({ shape, size }: Extract<JsonContent, { readonly kind: 'container' }>): string {
  const count = size === 0 ? ' ' : formatCount(size);
  return shape === 'array' ? `[${count}]` : `{${count}}`;
}

function Key({ name }: { readonly name: string | undefined }) {
  if (name === undefined) return null;
  return (
    <span
      className={`text-json-key ${name.length > longKeyChars ? 'min-w-24 break-all' : 'shrink-0 whitespace-pre'}`}
    >
      <bdi>
        <MarkedText text={name} />
      </bdi>
      <span className="text-muted">:</span>
    </span>
  );
}

/** Texts that look like numbers, keywords or nothing are shown in quotes. */
const needsQuotes = (text: string): boolean =>
  text.trim() !== text || /^(?:true|false|null|-?\d[\d.e+-]*|)$/i.test(text);

const quoted = `*:before:content-['"'] *:after:content-['"']`;

function Leaf({ value }: { readonly value: string | number | boolean | null }) {
  if (typeof value === 'string')
    return (
      <LongText
        text={value}
        maxChars={400}
        maxLines={12}
        className={`min-w-0 text-json-text ${needsQuotes(value) ? quoted : ''}`}
      />
    );
  const color = typeof value === 'number' ? 'text-json-number' : 'text-json-word';
  return <span className={`min-w-0 break-all ${color}`}>{String(value)}</span>;
}
