import type { ReactNode } from 'react';
import { type CostTotals, readCost } from '../../format/cost.ts';
import { formatCounted } from '../../format/count.ts';

/** The known cost of sessions. */
export function Cost({ totals }: { readonly totals: CostTotals }) {
  const cost = readCost(totals);
  const missing = missingIn(totals);
  if (cost.known === 'nothing')
    return (
      <span className="text-warn" title={missing}>
        unpriced
      </span>
    );
  if (cost.known === 'all') return <span title={cost.exact}>{cost.text}</span>;
  return (
    <span title={`${cost.exact}, and ${missing}`}>
      {cost.text}
      <span className="text-warn"> +</span>
    </span>
  );
}

/** Returns the calls that a sum of costs lacks, or lacks a part of. */
function missingIn({ unpricedCalls, incompleteCalls = 0 }: CostTotals): string {
  const parts: string[] = [];
  if (unpricedCalls > 0) parts.push(`${formatCounted(unpricedCalls, 'model call')} without a known price`);
  if (incompleteCalls > 0) parts.push(`${formatCounted(incompleteCalls, 'model call')} with an unknown fee`);
  return parts.join(', ');
}

/** Returns the note below a sum of costs, or nothing for a complete sum. */
export function costNote({ unpricedCalls, incompleteCalls = 0 }: CostTotals): ReactNode {
  const parts: string[] = [];
  if (unpricedCalls > 0) parts.push(formatCounted(unpricedCalls, 'unpriced call'));
  if (incompleteCalls > 0) parts.push(`${formatCounted(incompleteCalls, 'call')} with an unknown fee`);
  return parts.length > 0 ? <span className="text-warn">{parts.join(', ')}</span> : undefined;
}
