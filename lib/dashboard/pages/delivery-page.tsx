import { Link } from '@tanstack/react-router';
import { PackageCheck } from 'lucide-react';
import type { DeliveryReport } from '../../query/index.ts';
import { Card } from '../components/controls/card.tsx';
import { type Stat, StatStrip } from '../components/controls/stat-strip.tsx';
import { Program } from '../components/delivery/program.tsx';
import { sumOf, type Tally, tallyOf } from '../components/delivery/tally.ts';
import { Breadcrumb, Breadcrumbs } from '../components/shell/breadcrumbs.tsx';
import { PageSkeleton } from '../components/shell/page-skeleton.tsx';
import { PlainPage } from '../components/shell/plain-page.tsx';
import { formatCount, formatCounted, formatShare } from '../format/count.ts';
import { useDeliveries } from '../hooks/use-project.ts';
import { useTitle } from '../hooks/use-title.ts';
import { toSessions } from '../links.ts';
import { ProblemPage } from './problem-page.tsx';

/** Delivery of everything recorded: what is stored, waiting and dropped. */
export function DeliveryPage() {
  useTitle('Delivery');
  const { data, error } = useDeliveries();
  return (
    <>
      <Breadcrumbs>
        <Breadcrumb>
          <Link {...toSessions()} className="rounded hover:text-ink">
            Sessions
          </Link>
        </Breadcrumb>
        <Breadcrumb current>Delivery</Breadcrumb>
      </Breadcrumbs>
      {data ? (
        <Deliveries reports={data.deliveries} />
      ) : error ? (
        <ProblemPage error={error} />
      ) : (
        <PageSkeleton />
      )}
    </>
  );
}

function Deliveries({ reports }: { readonly reports: readonly DeliveryReport[] }) {
  if (reports.length === 0) return <NothingYet />;
  const lossesFirst = [...reports].sort((a, b) => Number(hasLosses(b)) - Number(hasLosses(a)));
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4">
      <header>
        <h1 className="text-xl tracking-tight">Delivery</h1>
        <p className="mt-1 text-base text-muted">
          What became of every item that programs recorded, as reported with its last batch since this
          collector started.
        </p>
      </header>
      <StatStrip label="All programs" stats={statsOf(sumOf(reports.map(tallyOf)))} />
      <Card title={formatCounted(reports.length, 'program')}>
        <div className="divide-y divide-line">
          {lossesFirst.map((report) => (
            <Program key={report.clientId} report={report} />
          ))}
        </div>
      </Card>
    </div>
  );
}

const hasLosses = (report: DeliveryReport): boolean => tallyOf(report).lost > 0;

function statsOf(tally: Tally): readonly Stat[] {
  const { accepted, stored, queued, spooled, lost, truncated, withheld } = tally;
  return [
    { label: 'Recorded', value: formatCount(accepted) },
    { label: 'Stored', value: formatCount(stored), note: formatShare(stored, accepted) },
    {
      label: 'Waiting',
      value: formatCount(queued + spooled),
      note: spooled > 0 ? `${formatCount(spooled)} on disk` : undefined,
    },
    {
      label: 'Lost',
      value: <span className={lost > 0 ? 'text-bad' : undefined}>{formatCount(lost)}</span>,
      note: lost > 0 ? formatShare(lost, accepted) : 'nothing',
    },
    {
      label: 'Truncated',
      value: formatCount(truncated),
      note:
        withheld > 0 ? (
          <span className="text-warn">{formatCounted(withheld, 'value')} withheld</span>
        ) : undefined,
    },
  ];
}

function NothingYet() {
  return (
    <PlainPage icon={PackageCheck} title="No program has delivered anything yet">
      <p>
        Each batch of a program contains a delivery report. Programs that have sent a batch since this
        collector started are listed here, with their stored, waiting and lost items.
      </p>
      <p className="mt-4">
        <Link {...toSessions()} className="rounded font-medium text-accent text-sm hover:underline">
          All sessions
        </Link>
      </p>
    </PlainPage>
  );
}
