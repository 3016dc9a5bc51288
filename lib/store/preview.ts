import { isObject, type Json } from '../model/index.ts';

const previewChars = 240;

/**
 * Returns the beginning of a value as one line of plain text. For messages, it is the text of the last one.
 */
export function previewOf(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  const line = textOf(value, 0).replace(/\s+/g, ' ').trim();
  return line.length > previewChars ? `${line.slice(0, previewChars - 1).toWellFormed()}…` : line;
}

const maxDepth = 6;

function textOf(value: Json, depth: number): string {
  if (typeof value === 'string') return value.slice(0, previewChars * 8);
  if (typeof value !== 'object' || value === null || depth > maxDepth) return JSON.stringify(value) ?? '';
  if (Array.isArray(value)) {
    const last: Json | undefined = value.at(-1);
    return isMessageLike(last) ? textOf(last, depth + 1) : shortJson(value);
  }
  const { text, content, messages } = value as { readonly [key: string]: Json };
  const inner = text ?? content ?? messages;
  return inner === undefined ? shortJson(value) : textOf(inner, depth + 1);
}

const isMessageLike = (value: unknown): value is Json =>
  isObject(value) && ('content' in value || typeof value.text === 'string');

const shortJson = (value: Json): string => JSON.stringify(value).slice(0, previewChars * 8);
