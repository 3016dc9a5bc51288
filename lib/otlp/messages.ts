import { isObject, type Json } from '../model/index.ts';

interface Part {
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * Formats the input as `gen_ai.input.messages`: messages with their parts, as JSON.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/
 */
export function inputMessages(input: Json | undefined): string | undefined {
  if (input === undefined || input === null) return undefined;
  const source = isObject(input) && Array.isArray(input.messages) ? input.messages : input;
  const messages = Array.isArray(source) ? source : [source];
  return JSON.stringify(messages.map(messageOf));
}

/** Formats the output as `gen_ai.output.messages`. */
export function outputMessages(output: Json | undefined, finishReason?: string): string | undefined {
  if (output === undefined || output === null) return undefined;
  const parts = isObject(output) ? outputParts(output) : [];
  return JSON.stringify([
    {
      role: 'assistant',
      parts: parts.length > 0 ? parts : partsOf(output),
      ...(finishReason === undefined ? {} : { finish_reason: finishReasons[finishReason] ?? finishReason }),
    },
  ]);
}

const finishReasons: { readonly [reason: string]: string } = {
  'tool-calls': 'tool_call',
  'content-filter': 'content_filter',
};

function outputParts({ reasoning, text, toolCalls }: Record<string, unknown>): readonly Part[] {
  return [
    ...(typeof reasoning === 'string' ? [{ type: 'reasoning', content: reasoning }] : []),
    ...(typeof text === 'string' ? [{ type: 'text', content: text }] : []),
    ...(Array.isArray(toolCalls) ? toolCalls.filter(isObject).map(toolCall) : []),
  ];
}

function messageOf(message: unknown): unknown {
  if (!isObject(message) || typeof message.role !== 'string')
    return { role: 'user', parts: partsOf(message) };
  return { role: message.role, parts: partsOf(message.content ?? message.parts ?? '') };
}

const partsOf = (content: unknown): readonly Part[] =>
  Array.isArray(content) ? content.map(partOf) : [partOf(content)];

function partOf(part: unknown): Part {
  if (!isObject(part)) return { type: 'text', content: textOf(part) };
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { type: part.type, content: textOf(part.text ?? part.content ?? '') };
    case 'tool-call':
      return toolCall(part);
    case 'tool-result':
      return {
        type: 'tool_call_response',
        id: part.toolCallId,
        response: part.output ?? part.result,
      };
    default:
      return { type: 'text', content: textOf(part) };
  }
}

const toolCall = ({ toolCallId, toolName, input, args }: Record<string, unknown>): Part => ({
  type: 'tool_call',
  id: toolCallId,
  name: toolName,
  arguments: input ?? args,
});

/** Returns a string unchanged and any other value as JSON. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
