import type { ReactNode } from 'react';

/** A button that looks like a link in text. */
export function TextButton({
  children,
  onClick,
  expanded,
}: {
  readonly children: ReactNode;
  readonly onClick: () => void;
  readonly expanded?: boolean;
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-expanded={expanded}
      className="rounded py-0.5 font-sans font-medium text-accent text-xs hover:underline"
    >
      {children}
    </button>
  );
}
