import type { ItemRedaction } from '../../../model/index.ts';
import { formatCount, formatCounted } from '../../format/count.ts';

/** Policy name of programs that switched redaction off. */
const off = 'off';

/** The redaction of an event, with the policies on hover. */
export function EventRedaction({ redaction }: { readonly redaction: ItemRedaction }) {
  const { policy, collector } = redaction;
  const redacted = redaction.redacted + (collector?.redacted ?? 0);
  const withheld = redaction.withheld + (collector?.withheld ?? 0);
  const isOff = policy === off && !collector;
  return (
    <span title={titleOf(redaction)} className={isOff || withheld > 0 ? 'text-warn' : undefined}>
      {isOff ? 'switched off' : `${formatCount(redacted)} redacted`}
      {withheld > 0 && `, ${formatCount(withheld)} withheld`}
    </span>
  );
}

function titleOf({ policy, scanned, collector }: ItemRedaction): string {
  const first =
    policy === off ? 'Switched off in the program' : `${formatCounted(scanned, 'text')}, ${policy}`;
  return collector ? `${first}; on arrival ${collector.policy}` : first;
}
