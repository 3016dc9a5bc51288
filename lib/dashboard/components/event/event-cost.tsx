import type { Cost } from '../../../model/index.ts';
import type { EventSummary } from '../../../query/index.ts';
import { formatCost, formatExactCost } from '../../format/cost.ts';

/** Returns why the cost of a model call is unknown. */
export function whyUnpriced({ reason, modelId, serviceTier }: UnpricedCost): string {
  if (reason === 'several-models') return 'Only the tokens of several model calls together are known.';
  if (reason === 'unknown-usage') return 'The provider reported no tokens, so that nothing can be priced.';
  if (reason === 'unknown-tier')
    return `No price is known for ${modelId} at the service tier ${serviceTier ?? 'of the call'}.`;
  return `No price is known for ${modelId || 'this model'}.`;
}

type UnpricedCost = Extract<Cost, { status: 'unpriced' }>;

/** The cost of a model call. Shows nothing for other events. */
export function EventCost({ cost }: { readonly cost: EventSummary['cost'] }) {
  if (!cost) return null;
  if (cost.status === 'priced')
    return <span title={formatExactCost(cost.totalPico)}>{formatCost(cost.totalPico)}</span>;
  return (
    <span className="text-warn" title={whyUnpriced(cost)}>
      unpriced
    </span>
  );
}
