import { CircleX } from 'lucide-react';
import { useState } from 'react';
import type { ErrorInfo } from '../../../model/index.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import { ScrollArea } from '../controls/scroll-area.tsx';
import { TextButton } from '../controls/text-button.tsx';
import { LongText } from '../text/long-text.tsx';
import { MarkedText } from '../text/marked-text.tsx';

/** An error with its type and message, and its stack on demand. */
export function FailureBox({ error, title }: { readonly error: ErrorInfo; readonly title?: string }) {
  const [isOpen, setOpen] = useState(false);
  const { type, message, stack } = error;
  return (
    <section
      aria-label={title ?? 'Error'}
      className="min-w-0 rounded-xl border border-bad-line bg-bad-soft px-3.5 py-2.5 text-ink"
    >
      <div className="flex items-start gap-2.5">
        <CircleX size={16} aria-hidden className="mt-0.5 shrink-0 text-bad" />
        <div className="min-w-0 grow">
          <p className="content-text font-semibold text-bad">
            <MarkedText text={type} />
          </p>
          <LongText text={message} maxChars={600} maxLines={8} />
          {stack !== undefined && (
            <TextButton expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? 'Hide the stack' : 'Show the stack'}
            </TextButton>
          )}
        </div>
        <CopyButton text={() => stack ?? `${type}: ${message}`} label="Copy the error" />
      </div>
      {isOpen && stack !== undefined && (
        <ScrollArea label="Stack" className="mt-2 max-h-96 border-bad-line border-t pt-2 font-mono text-xs">
          <LongText text={stack} maxChars={20_000} maxLines={400} />
        </ScrollArea>
      )}
    </section>
  );
}
