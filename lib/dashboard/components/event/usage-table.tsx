import type { Cost, Usage } from '../../../model/index.ts';
import { formatExactCost } from '../../format/cost.ts';
import { formatCount } from '../../format/count.ts';
import { MarkedText } from '../text/marked-text.tsx';
import { EventCost, whyIncomplete, whyUnpriced } from './event-cost.tsx';
import { totalTokens, usageParts } from './usage-parts.ts';

/** The tokens of a model call by part, with costs and the source of the price. */
export function UsageTable({
  usage,
  cost,
}: {
  readonly usage: Usage | undefined;
  readonly cost: Cost | undefined;
}) {
  const priced = cost?.status === 'priced' ? cost : undefined;
  const parts = usage ? usageParts(usage, priced?.parts) : [];
  return (
    <div className="px-4 py-3">
      <table className="w-full tabular-nums">
        <thead className="text-muted text-xs">
          <tr className="*:pb-1 *:font-normal">
            <th scope="col" className="text-left">
              Part
            </th>
            <th scope="col" className="text-right">
              Tokens
            </th>
            <th scope="col" className="text-right">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ name, tokens, costPico }) => (
            <tr key={name} className="border-line border-t *:py-1">
              <td>{name}</td>
              <td className="text-right text-ink">{formatCount(tokens)}</td>
              <td className="text-right text-ink">
                {costPico === undefined ? '' : formatExactCost(costPico)}
              </td>
            </tr>
          ))}
          <tr className="border-line-strong border-t font-semibold text-ink *:py-1">
            <td>Total</td>
            <td className="text-right">{usage ? formatCount(totalTokens(usage)) : 'not reported'}</td>
            <td className="text-right">
              {priced ? formatExactCost(priced.totalPico) : <EventCost cost={cost} />}
            </td>
          </tr>
        </tbody>
      </table>
      {usage?.reasoningTokens !== undefined && priced?.parts.reasoning === undefined && (
        <p className="mt-1.5 text-muted text-xs">
          {formatCount(usage.reasoningTokens)} of the output tokens were spent on reasoning.
        </p>
      )}
      {cost && <PriceNote cost={cost} />}
    </div>
  );
}

function PriceNote({ cost }: { readonly cost: Cost }) {
  return (
    <>
      {cost.status === 'priced' ? (
        <p className="mt-1.5 text-muted text-xs">
          Price of <Code text={cost.modelId} />
          {cost.from !== undefined && (
            <>
              {' '}
              since <Code text={cost.from} />
            </>
          )}
          {cost.tier !== undefined && (
            <>
              , tier <Code text={cost.tier} />
            </>
          )}
          {cost.serviceTier !== undefined && (
            <>
              , service tier <Code text={cost.serviceTier} />
            </>
          )}
          , from <Code text={cost.source} />
          {cost.checked !== undefined && (
            <>
              , checked on <Code text={cost.checked} />
            </>
          )}
          {cost.isStale && (
            <span className="text-warn">. It was more than 180 days old, and can have changed</span>
          )}
        </p>
      ) : (
        <p className="mt-1.5 text-warn text-xs">
          {whyUnpriced(cost)} It is missing from every sum of costs.
          {cost.reason === 'unknown-model' && cost.modelId !== '' && <HowToPrice modelId={cost.modelId} />}
        </p>
      )}
      {cost.status === 'priced' && cost.incomplete && (
        <p className="mt-1.5 text-warn text-xs">
          {whyIncomplete(cost.incomplete)} The real cost can be higher.
        </p>
      )}
      {cost.reportedPico !== undefined && (
        <p className="mt-1.5 text-muted text-xs">
          The provider itself says that it cost {formatExactCost(cost.reportedPico)}.
        </p>
      )}
    </>
  );
}

const HowToPrice = ({ modelId }: { readonly modelId: string }) => (
  <span className="text-muted">
    {' '}
    Give <Code text={`"${modelId}"`} /> a price in <Code text="sentrial.prices.json" />, then run{' '}
    <Code text="npx sentrial reprice" />.
  </span>
);

const Code = ({ text }: { readonly text: string }) => (
  <bdi className="break-words font-mono text-body">
    <MarkedText text={text} />
  </bdi>
);
