import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something that a policy switches on or off. */
export interface Switched {
  readonly key: string;
  readonly text: ReactNode;
  /** Shown beside the text on wide pages. */
  readonly aside?: ReactNode;
  readonly isOn: boolean;
}

/** A read-only list of switches. */
export function SwitchList({
  items,
  label,
}: {
  readonly items: readonly Switched[];
  readonly label: string;
}) {
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {items.map(({ key, text, aside, isOn }) => (
        <li key={key} className="flex min-h-10 items-center gap-3 px-4 py-2">
          <span
            className={`grid size-4.5 shrink-0 place-items-center rounded-full ${isOn ? 'bg-good-soft text-good' : 'bg-sunken text-muted'}`}
          >
            {isOn ? <Check size={12} strokeWidth={2.5} aria-hidden /> : <Minus size={12} aria-hidden />}
          </span>
          <span className={`min-w-0 grow ${isOn ? 'text-ink' : 'text-muted'}`}>
            {text}
            <span className="sr-only">: {isOn ? 'on' : 'off'}</span>
          </span>
          {isOn ? (
            aside
          ) : (
            <span aria-hidden className="shrink-0 text-muted text-xs">
              off
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
