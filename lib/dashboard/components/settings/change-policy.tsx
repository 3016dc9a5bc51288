import type { RedactionView } from '../../../query/index.ts';
import { Card } from '../controls/card.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { ScrollArea } from '../controls/scroll-area.tsx';
import { policyFile } from './policy-texts.ts';

const generalCommand = 'npx sentrial pii policy.json --data <directory of the database>';

/** How to change the policy: the file, and the command that reads it. */
export function ChangePolicy({ view }: { readonly view: RedactionView }) {
  const file = policyFile(view);
  const command = view.command ?? generalCommand;
  return (
    <Card title="Choose another policy">
      <div className="flex flex-col gap-4 px-4 py-3.5">
        <p>
          Write the policy to a file, and run the command on the machine of the collector. Programs apply it
          within a minute. The dashboard and the keys of programs cannot change the policy, so that a leaked
          key cannot weaken redaction.
        </p>
        <Code name="policy.json" text={file} copyLabel="Copy the file" />
        <Code name="In a terminal" text={command} copyLabel="Copy the command" />
      </div>
    </Card>
  );
}

function Code({
  name,
  text,
  copyLabel,
}: {
  readonly name: string;
  readonly text: string;
  readonly copyLabel: string;
}) {
  return (
    <div className="min-w-0 overflow-hidden rounded-lg border border-line bg-sunken">
      <div className="flex items-center justify-between border-line border-b py-0.5 pr-1 pl-3 text-muted text-xs">
        {name}
        <CopyButton text={() => text} label={copyLabel} />
      </div>
      <ScrollArea label={name} className="max-h-96 rounded-b-lg px-3 py-2.5">
        <pre className="whitespace-pre-wrap break-words font-mono text-ink text-xs leading-5">
          <code>{text}</code>
        </pre>
      </ScrollArea>
    </div>
  );
}
