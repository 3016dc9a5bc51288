import { Link } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { Breadcrumb, Breadcrumbs } from '../components/shell/breadcrumbs.tsx';
import { PlainPage } from '../components/shell/plain-page.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { toSessions } from '../links.ts';

/** Shown for an unknown URL or id. */
export function NotFoundPage({
  noun = 'page',
  mayCome = false,
}: {
  readonly noun?: string;
  readonly mayCome?: boolean;
}) {
  useTitle('Not found');
  return (
    <>
      <Breadcrumbs>
        <Breadcrumb current>Not found</Breadcrumb>
      </Breadcrumbs>
      <PlainPage icon={SearchX} title={`${noun.charAt(0).toUpperCase()}${noun.slice(1)} not found`}>
        {mayCome && <p>A new {noun} can take a moment to arrive. This page keeps checking.</p>}
        <p className="mt-4">
          <Link {...toSessions()} className="rounded font-medium text-accent text-sm hover:underline">
            All sessions
          </Link>
        </p>
      </PlainPage>
    </>
  );
}
