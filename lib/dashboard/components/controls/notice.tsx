import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

const tones = {
  calm: 'border-line bg-surface text-muted',
  warn: 'border-warn-line bg-warn-soft text-warn',
} as const;

/** A short note about the content. */
export function Notice({
  icon: Icon,
  tone = 'calm',
  children,
}: {
  readonly icon: LucideIcon;
  readonly tone?: keyof typeof tones;
  readonly children: ReactNode;
}) {
  return (
    <p className={`flex items-start gap-2 rounded-lg border px-3 py-2 text-sm ${tones[tone]}`}>
      <Icon size={15} aria-hidden className="mt-0.5 shrink-0" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}
