import type { PolicyDescription } from '../../../query/index.ts';
import { formatCount } from '../../format/count.ts';
import { StatStrip } from '../controls/stat-strip.tsx';
import { Ago } from '../session/ago.tsx';
import { MarkedText } from '../text/marked-text.tsx';
import { modeTexts } from './policy-texts.ts';

/** A summary of the policy. */
export function PolicyFacts({ policy }: { readonly policy: PolicyDescription }) {
  const { version, isChosen, changedAt, enabled, mode, kinds, fields, customPatterns } = policy;
  const count = (all: readonly { readonly isOn: boolean }[]) =>
    enabled ? all.filter(({ isOn }) => isOn).length : 0;
  const example = enabled ? modeTexts[mode].example : undefined;
  return (
    <StatStrip
      label="The policy at a glance"
      stats={[
        {
          label: 'Policy',
          value: version,
          note: isChosen ? (
            changedAt ? (
              <>
                chosen <Ago iso={changedAt} />
              </>
            ) : (
              'chosen'
            )
          ) : (
            'built in'
          ),
        },
        {
          label: 'Redaction',
          value: enabled ? <span className="text-good">On</span> : <span className="text-warn">Off</span>,
          note: enabled ? 'in programs, and here' : 'nothing is replaced',
        },
        {
          label: 'Written in its place',
          value:
            example === undefined ? (
              '—'
            ) : example === '' ? (
              'Nothing'
            ) : (
              <span className="text-base">
                <MarkedText text={example} />
              </span>
            ),
          note: enabled ? `mode ${mode}` : undefined,
        },
        {
          label: 'Kinds',
          value: `${formatCount(count(kinds))} of ${formatCount(kinds.length)}`,
          note:
            customPatterns.length > 0 ? `and ${formatCount(customPatterns.length)} of your own` : undefined,
        },
        {
          label: 'Fields',
          value: `${formatCount(count(fields))} of ${formatCount(fields.length)}`,
          note: enabled ? 'names and ids always' : undefined,
        },
      ]}
    />
  );
}
