import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';

/** The slot for breadcrumbs in the top bar. */
export const BreadcrumbsSlot = createContext<HTMLElement | null>(null);

/** Breadcrumbs from the session list to this page, in the top bar. */
export function Breadcrumbs({ children }: { readonly children: ReactNode }) {
  const place = useContext(BreadcrumbsSlot);
  return place && createPortal(children, place);
}

/** One breadcrumb. On narrow pages, only the one before the last is visible. */
export function Breadcrumb({
  children,
  current = false,
}: {
  readonly children: ReactNode;
  readonly current?: boolean;
}) {
  return (
    <li
      aria-current={current ? 'page' : undefined}
      className={`flex min-w-0 items-center gap-2 before:text-faint before:content-['/'] max-sm:not-nth-last-2:not-only:hidden ${current ? 'text-ink' : 'text-muted sm:shrink-0'}`}
    >
      {children}
    </li>
  );
}
