import { formatAgo, formatTime } from '../../format/time.ts';
import { useNow } from '../../hooks/use-now.ts';

/** A relative time, with the exact time on hover. */
export function Ago({ iso }: { readonly iso: string }) {
  const nowMs = useNow();
  return (
    <time dateTime={iso} title={formatTime(iso)} className="whitespace-nowrap">
      {formatAgo(Date.parse(iso), nowMs)}
    </time>
  );
}
