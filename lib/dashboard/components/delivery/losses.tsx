import { formatCount } from '../../format/count.ts';
import { type Loss, lossTexts } from './tally.ts';

/** The reasons for dropped items, and what to do about each. */
export function Losses({ losses }: { readonly losses: readonly Loss[] }) {
  return (
    <ul
      aria-label="Why items were lost"
      className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-2 rounded-lg bg-bad-soft px-3 py-2.5"
    >
      {losses.map(({ reason, count }) => (
        <li key={reason} className="col-span-2 grid grid-cols-subgrid">
          <span className="text-right font-semibold text-bad tabular-nums">{formatCount(count)}</span>
          <span>
            <span className="font-medium text-ink">{lossTexts[reason].why}.</span>{' '}
            <Advice text={lossTexts[reason].advice} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A sentence with commands in backticks. */
const Advice = ({ text }: { readonly text: string }) =>
  text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <code key={part} className="font-mono text-ink text-xs">
        {part}
      </code>
    ),
  );
