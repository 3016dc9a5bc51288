import type { EventSummary } from '../../../query/index.ts';
import { formatCost, formatExactCost } from '../../format/cost.ts';

const unpricedReasons = {
  'unknown-model': 'No price is known for this model',
  'unknown-usage': 'The provider reported no tokens that can be priced',
  'several-models': 'Only the tokens of several model calls together are known',
} as const;

/** What a model call cost; nothing for what is no model call. */
export function EventCost({ cost }: { readonly cost: EventSummary['cost'] }) {
  if (!cost) return null;
  if (cost.status === 'priced')
    return <span title={formatExactCost(cost.totalPico)}>{formatCost(cost.totalPico)}</span>;
  return (
    <span className="text-warn" title={unpricedReasons[cost.reason]}>
      unpriced
    </span>
  );
}
