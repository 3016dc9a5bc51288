import { Brain, CornerDownRight, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Json } from '../../../model/index.ts';
import { LongText } from '../text/long-text.tsx';
import { MarkedText } from '../text/marked-text.tsx';
import { JsonTree } from './json-tree.tsx';
import type { MessagePart } from './messages.ts';

/** The parts of a message. */
export function MessageParts({ parts }: { readonly parts: readonly MessagePart[] }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a stored message never change places
        <Part key={index} part={part} />
      ))}
      {parts.length === 0 && <span className="text-muted">empty</span>}
    </div>
  );
}

function Part({ part }: { readonly part: MessagePart }) {
  switch (part.kind) {
    case 'text':
      return <LongText text={part.text} className="text-base text-ink" />;
    case 'reasoning':
      return (
        <div className="border-line-strong border-l-2 pl-3">
          <p className="mb-0.5 flex items-center gap-1.5 text-muted text-xs">
            <Brain size={12} aria-hidden /> Reasoning
          </p>
          <LongText text={part.text} maxLines={8} maxChars={700} className="text-body" />
        </div>
      );
    case 'tool-call':
      return (
        <ToolBox
          icon={<Wrench size={12} aria-hidden />}
          verb="calls"
          name={part.toolName}
          id={part.toolCallId}
        >
          <Value value={part.args} />
        </ToolBox>
      );
    case 'tool-result':
      return (
        <ToolBox
          icon={<CornerDownRight size={12} aria-hidden />}
          verb={part.isError ? 'error of' : 'result of'}
          name={part.toolName}
          id={part.toolCallId}
          isError={part.isError}
        >
          <Value value={part.result} />
        </ToolBox>
      );
    default:
      return <JsonTree value={part.value} />;
  }
}

function ToolBox({
  icon,
  verb,
  name,
  id,
  isError = false,
  children,
}: {
  readonly icon: ReactNode;
  readonly verb: string;
  readonly name: string;
  readonly id: string | undefined;
  readonly isError?: boolean;
  readonly children: ReactNode;
}) {
  const colors = isError ? 'border-bad-line bg-bad-soft' : 'border-line bg-sunken';
  return (
    <div className={`min-w-0 rounded-lg border ${colors}`}>
      <p
        className="flex min-w-0 items-center gap-1.5 border-line border-b px-2.5 py-1 text-muted text-xs"
        title={id}
      >
        {icon}
        <span className="shrink-0">{verb}</span>
        <bdi className="min-w-0 truncate font-medium font-mono text-ink">
          <MarkedText text={name} />
        </bdi>
      </p>
      <div className="px-4 py-2">{children}</div>
    </div>
  );
}

/** A value inside a message: a text as text, other values as a tree. */
function Value({ value }: { readonly value: Json | undefined }) {
  if (value === undefined) return <span className="text-muted">nothing</span>;
  return typeof value === 'string' ? (
    <LongText text={value} className="text-ink" />
  ) : (
    <JsonTree value={value} />
  );
}
