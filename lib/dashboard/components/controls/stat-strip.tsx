import type { ReactNode } from 'react';

/** One number of a {@link StatStrip}. */
export interface Stat {
  readonly label: string;
  readonly value: ReactNode;
  /** Shown below the number, less prominent. */
  readonly note?: ReactNode;
}

/** A row of numbers. */
export function StatStrip({ label, stats }: { readonly label: string; readonly stats: readonly Stat[] }) {
  return (
    <section aria-label={label} className="@container">
      <dl className="grid @2xl:auto-cols-fr @2xl:grid-flow-col grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line shadow-card">
        {stats.map((stat) => (
          <div
            key={stat.label}
            className="flex min-w-0 flex-col bg-surface px-3 py-2 @2xl:px-4 @2xl:py-3 last:odd:col-span-2 @2xl:last:odd:col-span-1"
          >
            <dt className="truncate text-muted text-xs">{stat.label}</dt>
            <dd className="truncate font-semibold text-ink text-lg tabular-nums tracking-tight">
              {stat.value}
            </dd>
            <dd className="truncate text-muted text-xs tabular-nums @2xl:min-h-4.5">{stat.note}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
