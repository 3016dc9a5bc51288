import type { ReactNode } from 'react';

/** Scrolls large content by pointer and keyboard. */
export function ScrollArea({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className: string;
  readonly children: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={`overflow-auto -outline-offset-2 ${className}`}
    >
      {children}
    </section>
  );
}
