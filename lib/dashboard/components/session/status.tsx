import { Ban, CircleCheck, CirclePause, CircleX, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { SessionReason, SessionStatus } from '../../../model/index.ts';
import { Tooltip } from '../controls/tooltip.tsx';
import { reasonTexts, statusNames } from './reasons.ts';

interface Look {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly badge: string;
}

const looks: { readonly [status in SessionStatus]: Look } = {
  running: { icon: LoaderCircle, text: 'text-live', badge: 'bg-live-soft text-live' },
  completed: { icon: CircleCheck, text: 'text-good', badge: 'bg-good-soft text-good' },
  failed: { icon: CircleX, text: 'text-bad', badge: 'bg-bad-soft text-bad' },
  cancelled: { icon: Ban, text: 'text-muted', badge: 'bg-sunken text-muted' },
};

/** Props of {@link StatusIcon} and {@link StatusBadge}. */
export interface StatusProps {
  readonly status: SessionStatus;
  readonly reason?: SessionReason;
}

const iconOf = ({ status, reason }: StatusProps): LucideIcon =>
  reason === 'suspended' ? CirclePause : looks[status].icon;

const spinning = ({ status, reason }: StatusProps): string =>
  status === 'running' && reason !== 'suspended' ? 'animate-spin [animation-duration:2s]' : '';

const wordsOf = ({ status, reason }: StatusProps): string =>
  reason === undefined || reason === 'error' ? statusNames[status] : `${statusNames[status]} · ${reason}`;

/** A session's status as an icon with accessible text. */
export function StatusIcon(props: StatusProps) {
  const Icon = iconOf(props);
  return (
    <span
      className={`inline-grid shrink-0 place-items-center ${looks[props.status].text}`}
      title={wordsOf(props)}
    >
      <Icon size={16} aria-hidden className={spinning(props)} />
      <span className="sr-only">{wordsOf(props)}</span>
    </span>
  );
}

/** A session's status as text. */
export function StatusBadge(props: StatusProps) {
  const Icon = iconOf(props);
  const badge = (
    <span
      className={`inline-flex h-6 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full pr-2.5 pl-1.5 font-medium text-xs ${looks[props.status].badge}`}
    >
      <Icon size={14} aria-hidden className={spinning(props)} />
      {wordsOf(props)}
    </span>
  );
  return props.reason === undefined ? badge : <Tooltip text={reasonTexts[props.reason]}>{badge}</Tooltip>;
}
