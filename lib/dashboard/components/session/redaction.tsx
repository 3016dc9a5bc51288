import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { RedactionSummary } from '../../../query/index.ts';
import { formatCount, formatCounted } from '../../format/count.ts';
import { MarkedText } from '../text/marked-text.tsx';

/** The policy of programs that switched redaction off. */
const off = 'off';

/** True when a part of a session came from a program that had switched redaction off. */
export const wasSwitchedOff = ({ policies }: RedactionSummary): boolean => policies.includes(off);

/** What redaction did to a session. */
export function Redaction({ redaction }: { readonly redaction: RedactionSummary }) {
  const { policies, redacted, scanned, withheld } = redaction;
  if (policies.length === 0) return <span className="text-muted">none reported</span>;
  const isOff = wasSwitchedOff(redaction);
  const Icon = isOff ? ShieldAlert : ShieldCheck;
  const applied = policies.filter((policy) => policy !== off).join(', ');
  return (
    <span className="flex items-start gap-1.5">
      <Icon size={14} aria-hidden className={`mt-0.75 shrink-0 ${isOff ? 'text-warn' : 'text-good'}`} />
      <span className="min-w-0">
        {isOff && (
          <span className="block font-medium text-warn">
            switched off{applied === '' ? '' : ' for a part of it'}
          </span>
        )}
        {applied !== '' && (
          <span className="block truncate">
            {formatCount(redacted)} redacted{' '}
            <span className="text-muted" title="Texts looked at, and the policy that applied">
              of {formatCounted(scanned, 'text')}, <MarkedText text={applied} />
            </span>
          </span>
        )}
        {withheld > 0 && (
          <span className="block font-medium text-warn">{formatCounted(withheld, 'value')} withheld</span>
        )}
      </span>
    </span>
  );
}
