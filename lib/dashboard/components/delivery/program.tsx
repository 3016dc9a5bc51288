import type { DeliveryReport } from '../../../query/index.ts';
import { formatCount } from '../../format/count.ts';
import { type Fact, FactList } from '../controls/fact-list.tsx';
import { Ago } from '../session/ago.tsx';
import { IdText } from '../text/id-text.tsx';
import { MarkedText } from '../text/marked-text.tsx';
import { DeliveryBar } from './delivery-bar.tsx';
import { Losses } from './losses.tsx';
import { type Tally, tallyOf } from './tally.ts';

/** The delivery outcomes of one program, and its reasons for dropped items. */
export function Program({ report }: { readonly report: DeliveryReport }) {
  const tally = tallyOf(report);
  const { agents, clientId, receivedAt } = report;
  return (
    <article aria-labelledby={`program-${clientId}`} className="flex flex-col gap-3 px-4 py-3.5">
      <header className="flex items-baseline justify-between gap-4">
        <h3 id={`program-${clientId}`} className="flex min-w-0 items-baseline gap-2 text-sm">
          <bdi className="min-w-0 truncate">
            {agents.length === 0 ? 'Program' : <MarkedText text={agents.join(', ')} />}
          </bdi>
          <span className="flex min-w-0 font-mono font-normal text-2xs text-muted" title={clientId}>
            <IdText text={clientId} />
          </span>
        </h3>
        <span className="shrink-0 text-muted text-xs">
          <span className="max-sm:sr-only">last report </span>
          <Ago iso={receivedAt} />
        </span>
      </header>
      <DeliveryBar tally={tally} />
      <FactList facts={factsOf(tally, report)} values="number" />
      {tally.losses.length > 0 && <Losses losses={tally.losses} />}
    </article>
  );
}

function factsOf(tally: Tally, { stats }: DeliveryReport): readonly Fact[] {
  const always = [
    { name: 'Recorded', value: formatCount(tally.accepted) },
    { name: 'Stored', value: formatCount(tally.stored) },
    { name: 'Waiting', value: formatCount(tally.queued) },
    { name: 'On disk', value: formatCount(tally.spooled) },
    {
      name: 'Lost',
      value: <span className={tally.lost > 0 ? 'text-bad' : undefined}>{formatCount(tally.lost)}</span>,
    },
  ];
  const sometimes = [
    { name: 'Recovered', count: stats.recovered },
    { name: 'Truncated', count: tally.truncated },
    { name: 'Withheld', count: tally.withheld },
  ];
  return [
    ...always,
    ...sometimes.flatMap(({ name, count }) => (count > 0 ? [{ name, value: formatCount(count) }] : [])),
  ];
}
