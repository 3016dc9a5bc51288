import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { RedactionSummary, RedactionTotals } from '../../../query/index.ts';
import { formatCount, formatCounted } from '../../format/count.ts';
import { MarkedText } from '../text/marked-text.tsx';

/** Policy name of programs that switched redaction off. */
const off = 'off';

/** Returns whether part of a session came from a program with redaction off. */
export const wasSwitchedOff = ({ policies }: RedactionSummary): boolean => policies.includes(off);

/** The redaction of a session: in the program, and again on arrival. */
export function Redaction({ redaction }: { readonly redaction: RedactionSummary }) {
  const { policies, collector } = redaction;
  if (policies.length === 0) return <span className="text-muted">none reported</span>;
  const isOff = wasSwitchedOff(redaction);
  const Icon = isOff ? ShieldAlert : ShieldCheck;
  const withheld = redaction.withheld + (collector?.withheld ?? 0);
  return (
    <span className="flex items-start gap-1.5">
      <Icon size={14} aria-hidden className={`mt-0.75 shrink-0 ${isOff ? 'text-warn' : 'text-good'}`} />
      <span className="wrap-anywhere min-w-0 whitespace-normal">
        {isOff && (
          <span className="block font-medium text-warn">
            switched off{appliedIn(redaction) === '' ? '' : ' for a part of it'}
          </span>
        )}
        <Applied totals={redaction} />
        {collector && (isOff || collector.redacted > 0) && <Applied totals={collector} where="on arrival" />}
        {withheld > 0 && (
          <span className="block font-medium text-warn">{formatCounted(withheld, 'value')} withheld</span>
        )}
      </span>
    </span>
  );
}

const appliedIn = ({ policies }: RedactionTotals): string =>
  policies.filter((policy) => policy !== off).join(', ');

function Applied({ totals, where = '' }: { readonly totals: RedactionTotals; readonly where?: string }) {
  const applied = appliedIn(totals);
  if (applied === '') return null;
  return (
    <span className="block">
      {formatCount(totals.redacted)} redacted {where}{' '}
      <span className="text-muted" title="Texts looked at, and the policy that applied">
        of {formatCounted(totals.scanned, 'text')}, <MarkedText text={applied} />
      </span>
    </span>
  );
}
