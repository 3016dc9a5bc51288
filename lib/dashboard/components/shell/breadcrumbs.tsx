import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';

/** The place in the top bar where pages say where one is. */
export const BreadcrumbsSlot = createContext<HTMLElement | null>(null);

/** Shows, in the top bar, the way from the session list to this page. */
export function Breadcrumbs({ children }: { readonly children: ReactNode }) {
  const place = useContext(BreadcrumbsSlot);
  return place && createPortal(children, place);
}

/** One station on that way. Where room is short, only the one before the last is left: the page has a heading. */
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
