import type { PolicyDescription } from '../../../query/index.ts';
import { MarkedText } from '../text/marked-text.tsx';

/** The custom patterns of a project, or an explanation. */
export function OwnPatterns({ patterns }: { readonly patterns: PolicyDescription['customPatterns'] }) {
  if (patterns.length === 0)
    return (
      <p className="px-4 py-3.5 text-muted">
        None. What is personal in your project alone, such as the numbers of customers or employees, is
        described by a label and a pattern, under{' '}
        <code className="font-mono text-ink text-xs">customPatterns</code> in the file.
      </p>
    );
  return (
    <ul className="divide-y divide-line">
      {patterns.map(({ label, pattern, flags }) => (
        <li
          key={`${label} ${pattern}`}
          className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2"
        >
          <span className="text-xs">
            <MarkedText text={`[${label}]`} />
          </span>
          <code className="min-w-0 break-all font-mono text-ink text-xs">
            {pattern}
            {flags !== undefined && flags !== '' && <span className="text-muted"> {flags}</span>}
          </code>
        </li>
      ))}
    </ul>
  );
}
