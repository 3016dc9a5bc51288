import { TriangleAlert } from 'lucide-react';
import { PlainPage } from '../components/shell/plain-page.tsx';
import { MarkedText } from '../components/text/marked-text.tsx';
import { useTitle } from '../hooks/use-title.ts';

/** Shown when a page fails. */
export function ProblemPage({ error }: { readonly error: unknown }) {
  useTitle('Problem');
  return (
    <PlainPage icon={TriangleAlert} title="This page cannot be shown">
      <p className="content-text">
        <MarkedText text={error instanceof Error ? error.message : String(error)} />
      </p>
      <button
        type="button"
        onClick={() => location.reload()}
        className="mt-4 rounded-lg border border-line bg-surface px-3 py-1.5 font-medium text-ink text-sm shadow-card hover:border-line-strong"
      >
        Load it again
      </button>
    </PlainPage>
  );
}
