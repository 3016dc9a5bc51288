import type { ReactNode } from 'react';

/** A framed section with a heading. */
export function Card({
  title,
  aside,
  children,
  isRegion = true,
  className = '',
}: {
  readonly title: string;
  /** Shown at the end of the heading's line. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  /** `false` inside a region, which has its own heading. @default true */
  readonly isRegion?: boolean;
  readonly className?: string;
}) {
  return (
    <section
      aria-label={isRegion ? title : undefined}
      className={`min-w-0 rounded-xl border border-line bg-surface shadow-card ${className}`}
    >
      <header className="flex min-h-10 items-center justify-between gap-3 border-line border-b py-1 pr-1.5 pl-4">
        <h2 className="font-semibold text-sm">{title}</h2>
        <div className="flex items-center gap-0.5">{aside}</div>
      </header>
      {children}
    </section>
  );
}
