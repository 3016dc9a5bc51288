import type { ReactNode } from 'react';
import type { SessionDetail } from '../../../query/index.ts';
import { formatCount } from '../../format/count.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import { DisplayLimits } from '../text/display-limits.ts';
import { MarkedText } from '../text/marked-text.tsx';
import { JsonTree } from '../value/json-tree.tsx';

const noteRoom = { chars: 400, lines: 6, rows: 12 };

/** Tags, metrics and metadata that the code set. */
export function SessionNotes({
  session: { tags, customMetrics, metadata },
}: {
  readonly session: SessionDetail;
}) {
  const metrics = Object.entries(customMetrics);
  const hasMetadata = Object.keys(metadata).length > 0;
  if (tags.length + metrics.length === 0 && !hasMetadata) return null;
  return (
    <div className="mt-3 grid gap-x-8 gap-y-3 border-line border-t pt-3 sm:grid-cols-[repeat(auto-fit,minmax(16rem,1fr))]">
      {tags.length > 0 && (
        <Note title="Tags">
          <ul className="flex flex-wrap gap-1.5">
            {tags.map((tag) => (
              <Chip key={tag} text={tag} />
            ))}
          </ul>
        </Note>
      )}
      {metrics.length > 0 && (
        <Note title="Metrics">
          <ul className="flex flex-wrap gap-1.5">
            {metrics.map(([name, value]) => (
              <Chip key={name} text={name} value={formatCount(value)} />
            ))}
          </ul>
        </Note>
      )}
      {hasMetadata && (
        <Note
          title="Metadata"
          aside={<CopyButton text={() => JSON.stringify(metadata, null, 2)} label="Copy the metadata" />}
        >
          <DisplayLimits value={noteRoom}>
            <JsonTree value={metadata} />
          </DisplayLimits>
        </Note>
      )}
    </div>
  );
}

function Chip({ text, value }: { readonly text: string; readonly value?: string }) {
  return (
    <li className="flex max-w-full items-baseline gap-1.5 rounded-md bg-sunken px-2 py-0.5 text-body text-xs">
      <bdi className="min-w-0 truncate" title={text}>
        <MarkedText text={text} />
      </bdi>
      {value !== undefined && <span className="shrink-0 font-semibold text-ink tabular-nums">{value}</span>}
    </li>
  );
}

function Note({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="min-w-0">
      <div className="mb-1 flex min-h-7 items-center justify-between">
        <h2 className="font-normal text-muted text-xs">{title}</h2>
        {aside}
      </div>
      <div className="pl-px">{children}</div>
    </div>
  );
}
