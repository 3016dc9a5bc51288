import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';

/** The place in the top bar where pages say where one is. */
export const CrumbsPlace = createContext<HTMLElement | null>(null);

/** Shows, in the top bar, the way from the session list to this page. */
export function Crumbs({ children }: { readonly children: ReactNode }) {
  const place = useContext(CrumbsPlace);
  return place && createPortal(children, place);
}

/** One station on that way. */
export function Crumb({
  children,
  current = false,
}: {
  readonly children: ReactNode;
  readonly current?: boolean;
}) {
  return (
    <li
      aria-current={current ? 'page' : undefined}
      className={`flex min-w-0 items-center gap-2 before:text-faint before:content-['/'] ${current ? 'text-ink' : 'shrink-0 text-muted'}`}
    >
      {children}
    </li>
  );
}
