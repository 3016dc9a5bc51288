import type { Cost, CostPart } from '../../../model/index.ts';
import type { EventSummary } from '../../../query/index.ts';
import { formatCost, formatExactCost } from '../../format/cost.ts';
import { partNames } from './usage-parts.ts';

/** Returns why the cost of a model call is unknown. */
export function whyUnpriced({ reason, modelId, serviceTier }: UnpricedCost): string {
  if (reason === 'several-models') return 'Only the tokens of several model calls together are known.';
  if (reason === 'unknown-usage') return 'The provider reported no tokens, so that nothing can be priced.';
  if (reason === 'unknown-tier')
    return `No price is known for ${modelId} at the service tier ${serviceTier ?? 'of the call'}.`;
  return `No price is known for ${modelId || 'this model'}.`;
}

/** Returns why a cost lacks a part. */
export function whyIncomplete(parts: readonly CostPart[]): string {
  return `The cost is incomplete. No price is known for ${parts.map((part) => partNames[part]).join(', ')}.`;
}

type UnpricedCost = Extract<Cost, { status: 'unpriced' }>;

/** The cost of a model call. Shows nothing for other events. */
export function EventCost({ cost }: { readonly cost: EventSummary['cost'] }) {
  if (!cost) return null;
  if (cost.status === 'priced') {
    const exact = formatExactCost(cost.totalPico);
    if (!cost.incomplete) return <span title={exact}>{formatCost(cost.totalPico)}</span>;
    return (
      <span title={`${exact}. ${whyIncomplete(cost.incomplete)}`}>
        {formatCost(cost.totalPico)}
        <span className="text-warn"> +</span>
      </span>
    );
  }
  return (
    <span className="text-warn" title={whyUnpriced(cost)}>
      unpriced
    </span>
  );
}
