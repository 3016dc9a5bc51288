import { useCollectorState } from '../../hooks/collector-state.ts';

/** Shows whether the page is up to date. */
export function ConnectionStatus() {
  const state = useCollectorState();
  if (state === 'login') return null;
  const answers = state === 'answers';
  return (
    <span className="flex items-center gap-1.5 px-1 text-muted text-xs">
      <span
        aria-hidden
        className={`size-1.5 rounded-full ${answers ? 'bg-good' : 'animate-breathe bg-warn'}`}
      />
      <span className="max-sm:sr-only">{answers ? 'Live' : 'Reconnecting'}</span>
    </span>
  );
}

/** A banner for a collector that does not respond. The page keeps its content. */
export function OfflineBanner() {
  const silent = useCollectorState() === 'silent';
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-4 z-40 flex justify-center px-4">
      {silent && (
        <p className="flex items-center gap-2.5 rounded-full border border-warn-line bg-warn-soft px-4 py-2 text-sm text-warn shadow-float">
          <span aria-hidden className="size-1.5 animate-breathe rounded-full bg-warn" />
          The collector does not answer. Trying again …
        </p>
      )}
    </div>
  );
}
