import { Link } from '@tanstack/react-router';
import { PackageCheck, PackageX, Settings } from 'lucide-react';
import { formatCount } from '../../format/count.ts';
import { useDeliveries } from '../../hooks/use-project.ts';
import { toDelivery, toSettings } from '../../links.ts';
import { Tooltip } from '../controls/tooltip.tsx';
import { sumOf, tallyOf } from '../delivery/tally.ts';

const style =
  'inline-flex h-7 min-w-7 shrink-0 items-center justify-center gap-1.5 rounded-md px-1.5 text-xs aria-[current=page]:bg-sunken aria-[current=page]:text-ink';
const calm = 'text-muted hover:bg-sunken hover:text-ink';
const alarmed = 'font-medium text-warn hover:bg-warn-soft';

/** Links to the pages of the project, with a warning about dropped items. */
export function ProjectLinks() {
  const { data } = useDeliveries();
  const { lost } = sumOf((data?.deliveries ?? []).map(tallyOf));
  const label = lost > 0 ? `Delivery: ${formatCount(lost)} lost` : 'Delivery';
  return (
    <nav aria-label="Project" className="flex items-center gap-0.5">
      <Tooltip text={label}>
        <Link {...toDelivery()} aria-label={label} className={`${style} ${lost > 0 ? alarmed : calm}`}>
          {lost > 0 ? <PackageX size={15} aria-hidden /> : <PackageCheck size={15} aria-hidden />}
          {lost > 0 && (
            <span aria-hidden className="tabular-nums">
              {formatCount(lost)} lost
            </span>
          )}
        </Link>
      </Tooltip>
      <Tooltip text="Settings">
        <Link {...toSettings()} aria-label="Settings" className={`${style} ${calm}`}>
          <Settings size={15} aria-hidden />
        </Link>
      </Tooltip>
    </nav>
  );
}
