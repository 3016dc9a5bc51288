import { readCost } from '../../format/cost.ts';
import { formatCounted } from '../../format/count.ts';

/** The known cost of sessions. */
export function Cost({
  totals,
}: {
  readonly totals: { readonly costPico: string; readonly unpricedCalls: number };
}) {
  const cost = readCost(totals);
  const unpriced = `${formatCounted(totals.unpricedCalls, 'model call')} without a known price`;
  if (cost.known === 'nothing')
    return (
      <span className="text-warn" title={unpriced}>
        unpriced
      </span>
    );
  if (cost.known === 'all') return <span title={cost.exact}>{cost.text}</span>;
  return (
    <span title={`${cost.exact}, and ${unpriced}`}>
      {cost.text}
      <span className="text-warn"> +</span>
    </span>
  );
}
