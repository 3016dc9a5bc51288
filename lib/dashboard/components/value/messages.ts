import { isObject, type Json, type JsonObject } from '../../../model/index.ts';

/** A part of a message. */
export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | {
      readonly kind: 'tool-call';
      readonly toolName: string;
      readonly toolCallId?: string;
      readonly args?: Json;
    }
  | {
      readonly kind: 'tool-result';
      readonly toolName: string;
      readonly toolCallId?: string;
      readonly result?: Json;
      readonly isError: boolean;
    }
  | { readonly kind: 'other'; readonly value: Json };

/** A message of a conversation with a model. */
export interface Message {
  /** `system`, `user`, `assistant`, `tool`, or a name from the sender. */
  readonly role: string;
  readonly parts: readonly MessagePart[];
}

/** The input of a model call. */
export interface Prompt {
  readonly messages: readonly Message[];
  /** Names of the available tools. */
  readonly tools: readonly string[];
  /** Other settings of the call: temperature, limits, response format. */
  readonly settings: JsonObject;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Reads a text, a message or a list of them. Returns `undefined` for other values. */
export function readMessages(value: Json | undefined): readonly Message[] | undefined {
  if (isText(value)) return [{ role: 'user', parts: [{ kind: 'text', text: value }] }];
  if (Array.isArray(value)) {
    const messages = value.map(readMessage);
    return value.length > 0 && messages.every((message) => message !== undefined) ? messages : undefined;
  }
  if (!isObject(value)) return undefined;
  if (Array.isArray(value.messages) && Object.keys(value).length === 1)
    return readMessages(value.messages as Json);
  const message = readMessage(value as JsonObject);
  return message && [message];
}

function readMessage(value: Json): Message | undefined {
  if (isText(value)) return { role: 'user', parts: [{ kind: 'text', text: value }] };
  if (!isObject(value) || !isText(value.role)) return undefined;
  const content = isObject(value.content) && 'parts' in value.content ? value.content.parts : value.content;
  const parts = readParts((content ?? value.parts) as Json | undefined);
  return parts && { role: value.role, parts };
}

function readParts(content: Json | undefined): readonly MessagePart[] | undefined {
  if (content === undefined) return undefined;
  if (isText(content)) return [{ kind: 'text', text: content }];
  if (Array.isArray(content)) return content.map(readPart);
  return [{ kind: 'other', value: content }];
}

function readPart(value: Json): MessagePart {
  if (isText(value)) return { kind: 'text', text: value };
  if (!isObject(value)) return { kind: 'other', value };
  const { type, text } = value;
  if ((type === 'text' || type === 'input_text' || type === 'output_text') && isText(text))
    return { kind: 'text', text };
  if (type === 'reasoning' && isText(text)) return { kind: 'reasoning', text };
  if (type === 'tool-call') return toolCall(value as JsonObject);
  if (type === 'tool-result') return toolResult(value as JsonObject);
  return { kind: 'other', value: value as Json };
}

function toolCall({ toolName, toolCallId, args, input }: JsonObject): MessagePart {
  return {
    kind: 'tool-call',
    toolName: isText(toolName) ? toolName : 'tool',
    ...(isText(toolCallId) ? { toolCallId } : {}),
    args: args ?? input,
  };
}

/** A tool result is a plain value, or wrapped with its type. */
function toolResult({ toolName, toolCallId, output, result, isError }: JsonObject): MessagePart {
  const given = output ?? result;
  const type = isObject(given) && isText(given.type) && 'value' in given ? given.type : undefined;
  return {
    kind: 'tool-result',
    toolName: isText(toolName) ? toolName : 'tool',
    ...(isText(toolCallId) ? { toolCallId } : {}),
    result: type === undefined ? given : (given as JsonObject).value,
    isError: isError === true || (type?.startsWith('error') ?? false),
  };
}

/** Reads the input of a model call. Returns `undefined` for another format. */
export function readPrompt(input: Json | undefined): Prompt | undefined {
  if (!isObject(input) || !Array.isArray(input.messages)) return undefined;
  const { messages, tools, ...settings } = input as JsonObject;
  const read = readMessages(messages);
  if (!read) return undefined;
  const names = Array.isArray(tools) ? tools.filter(isText) : [];
  const unread = Array.isArray(tools) && names.length < tools.length ? { tools } : {};
  return { messages: read, tools: names, settings: { ...settings, ...unread } as JsonObject };
}

/** Reads the output of a model call as parts of an answer. Returns `undefined` for another format. */
export function readAnswer(output: Json | undefined): readonly MessagePart[] | undefined {
  if (isText(output)) return [{ kind: 'text', text: output }];
  if (!isObject(output)) return undefined;
  const { text, reasoning, toolCalls, ...rest } = output as JsonObject;
  if (Object.keys(rest).length > 0) return undefined;
  const calls = Array.isArray(toolCalls) ? toolCalls : [];
  const parts: MessagePart[] = [
    ...(isText(reasoning) ? [{ kind: 'reasoning', text: reasoning } as const] : []),
    ...(isText(text) ? [{ kind: 'text', text } as const] : []),
    ...calls.map((call) => (isObject(call) ? toolCall(call as JsonObject) : readPart(call as Json))),
  ];
  return parts.length > 0 ? parts : undefined;
}

/**
 * Returns the messages that a turn adds: those after the last answer. Callers without memory send the whole
 * history.
 */
export function newestMessages(messages: readonly Message[]): readonly Message[] {
  const last = messages.findLastIndex(({ role }) => role === 'assistant');
  const newest = messages.slice(last + 1).filter(({ role }) => role !== 'system');
  return newest.length > 0 ? newest : messages.slice(-1);
}
