import { Link, Outlet } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useCollectorState } from '../../hooks/collector-state.ts';
import { toSessions } from '../../links.ts';
import { Brand } from './brand.tsx';
import { BreadcrumbsSlot } from './breadcrumbs.tsx';
import { ConnectionStatus, OfflineBanner } from './connection-status.tsx';
import { ProjectLinks } from './project-links.tsx';
import { SchemeToggle } from './scheme-toggle.tsx';

/** The frame around every page. It shows `login` while the browser is not logged in. */
export function Shell({ login }: { readonly login: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const isLocked = useCollectorState() === 'login';
  return (
    <BreadcrumbsSlot value={place}>
      <a
        href="#content"
        className="sr-only top-2 left-2 z-50 rounded-md bg-accent-fill px-3 py-1.5 text-on-accent focus:not-sr-only focus:fixed focus:px-3 focus:py-1.5"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-line border-b bg-canvas px-4 sm:px-6">
        <nav aria-label="Breadcrumb" className="flex min-w-0 grow items-center gap-2">
          <Link {...toSessions()} className="flex items-center gap-2 rounded-md py-1">
            <Brand />
            <span className="font-semibold text-ink text-base tracking-tight max-sm:sr-only">Sentrial</span>
          </Link>
          <ol ref={setPlace} className="flex min-w-0 items-center gap-2 text-sm" />
        </nav>
        <ConnectionStatus />
        {!isLocked && <ProjectLinks />}
        <SchemeToggle />
      </header>
      <main id="content" tabIndex={-1} className="mx-auto max-w-440 px-4 py-5 outline-none sm:px-6">
        {isLocked ? login : <Outlet />}
      </main>
      <OfflineBanner />
    </BreadcrumbsSlot>
  );
}
