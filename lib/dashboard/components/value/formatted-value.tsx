import type { ReactNode } from 'react';
import type { Json } from '../../../model/index.ts';
import { LongText } from '../text/long-text.tsx';
import { MessageList } from './message-list.tsx';
import { MessageParts } from './message-parts.tsx';
import { readAnswer, readMessages, readPrompt } from './messages.ts';
import { PromptView } from './prompt-view.tsx';

const text = (value: string): ReactNode => <LongText text={value} className="text-base text-ink" />;

/** Shows a text value as text. Returns `undefined` for values that read best as JSON. */
export const asText = (value: Json): ReactNode => (typeof value === 'string' ? text(value) : undefined);

/** Shows messages by role, or a text value as text. */
export function asMessages(value: Json): ReactNode {
  if (typeof value === 'string') return text(value);
  const messages = readMessages(value);
  return messages && <MessageList messages={messages} />;
}

/** Shows the input of a model call: messages, tools and settings. */
export function asPrompt(value: Json): ReactNode {
  const prompt = readPrompt(value);
  return prompt ? <PromptView prompt={prompt} /> : asMessages(value);
}

/** Shows the output of a model call: reasoning, text and tool calls. */
export function asAnswer(value: Json): ReactNode {
  const parts = readAnswer(value);
  return parts && <MessageParts parts={parts} />;
}
