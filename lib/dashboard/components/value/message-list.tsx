import { useState } from 'react';
import { formatCounted } from '../../format/count.ts';
import { TextButton } from '../controls/text-button.tsx';
import { MarkedText } from '../text/marked-text.tsx';
import { MessageParts } from './message-parts.tsx';
import type { Message } from './messages.ts';

const shownMessages = 6;

const roleColors: { readonly [role: string]: string } = {
  system: 'text-kind-plain',
  user: 'text-kind-agent',
  assistant: 'text-kind-llm',
  tool: 'text-kind-tool',
};

/** Messages by role, the newest first. */
export function MessageList({ messages }: { readonly messages: readonly Message[] }) {
  const [isWhole, setWhole] = useState(false);
  const hidden = isWhole || messages.length <= shownMessages + 1 ? 0 : messages.length - shownMessages;
  return (
    <div>
      {hidden > 0 && (
        <TextButton
          onClick={() => setWhole(true)}
        >{`Show ${formatCounted(hidden, 'earlier message')}`}</TextButton>
      )}
      <ol className="flex flex-col divide-y divide-line">
        {messages.slice(hidden).map((message, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: stored messages never change places
            key={hidden + index}
            className="flex min-w-0 flex-col gap-1 py-3 first:pt-1 last:pb-1"
          >
            <Role role={message.role} />
            <MessageParts parts={message.parts} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Role({ role }: { readonly role: string }) {
  const color = Object.hasOwn(roleColors, role) ? roleColors[role] : 'text-muted';
  return (
    <p className={`font-semibold text-2xs uppercase tracking-wider ${color}`}>
      <bdi>
        <MarkedText text={role} />
      </bdi>
    </p>
  );
}
