import type { Tally } from './tally.ts';

const parts = [
  { of: 'stored', color: 'bg-good' },
  { of: 'waiting', color: 'bg-live' },
  { of: 'lost', color: 'bg-bad' },
] as const;

/** The delivery outcomes as one bar. Even the smallest part is visible. */
export function DeliveryBar({ tally }: { readonly tally: Tally }) {
  const { stored, queued, spooled, lost } = tally;
  const counts = { stored, waiting: queued + spooled, lost };
  return (
    <div aria-hidden className="flex h-1.5 gap-px overflow-hidden rounded-full bg-sunken">
      {parts.map(
        ({ of, color }) =>
          counts[of] > 0 && <span key={of} className={`min-w-1 ${color}`} style={{ flexGrow: counts[of] }} />,
      )}
    </div>
  );
}
