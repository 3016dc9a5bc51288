import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** A page with a short message. */
export function PlainPage({
  icon: Icon,
  title,
  children,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 py-16 text-center sm:py-24">
      <span className="grid size-11 place-items-center rounded-xl border border-line bg-surface text-muted shadow-card">
        <Icon size={20} aria-hidden />
      </span>
      <h1 className="text-lg">{title}</h1>
      <div className="w-full text-balance text-base text-muted">{children}</div>
    </div>
  );
}
