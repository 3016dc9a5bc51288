import type { LucideIcon } from 'lucide-react';
import { Tooltip } from './tooltip.tsx';

/** A small button with an icon and an accessible name. */
export function IconButton({
  icon: Icon,
  label,
  onClick,
  disabled = false,
}: {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
}) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        onClick={onClick}
        disabled={disabled}
        className="inline-grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink disabled:opacity-40"
      >
        <Icon size={15} aria-hidden />
      </button>
    </Tooltip>
  );
}
