import type { SessionDetail } from '../../../query/index.ts';
import { Card } from '../controls/card.tsx';
import { DisplayLimits } from '../text/display-limits.ts';
import { asMessages } from '../value/formatted-value.tsx';
import { ValueCard } from '../value/value-card.tsx';

const briefRoom = { chars: 600, lines: 9, rows: 14 };

/** The input and output of a session. */
export function SessionValues({ session: { input, output, status } }: { readonly session: SessionDetail }) {
  return (
    <DisplayLimits value={briefRoom}>
      <div className="grid min-w-0 items-start gap-4 md:grid-cols-2">
        {input === undefined ? (
          <Nothing title="Input" text="None was recorded." />
        ) : (
          <ValueCard title="Input" value={input} formatted={asMessages(input)} />
        )}
        {output === undefined ? (
          <Nothing title="Output" text={status === 'running' ? 'No output yet.' : 'No output.'} />
        ) : (
          <ValueCard title="Output" value={output} formatted={asMessages(output)} />
        )}
      </div>
    </DisplayLimits>
  );
}

function Nothing({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <Card title={title}>
      <p className="px-4 py-3 text-base text-muted">{text}</p>
    </Card>
  );
}
