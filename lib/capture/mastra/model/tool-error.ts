import { isObject } from '../../../model/index.ts';

/**
 * Returns the error of a tool call whose result reports a failure, or `undefined`. Results do so by `isError` (MCP),
 * `success: false`, or Mastra's own `error: true` for arguments and outputs that do not fit their schema.
 *
 * @param isFailed whether Mastra itself reported the call as failed
 */
export function errorOfToolResult(output: unknown, isFailed = false): Error | undefined {
  const result = isObject(output) ? output : {};
  const isInvalid = result.error === true && 'validationErrors' in result;
  if (!isFailed && result.isError !== true && result.success !== false && !isInvalid) return undefined;
  const error = new Error(
    messageOf(result) ?? (typeof output === 'string' ? output : 'the tool reported no success'),
  );
  return Object.assign(error, { name: nameOf(result), stack: undefined });
}

function nameOf({ validationErrors, message }: Record<string, unknown>): string {
  if (validationErrors === undefined) return 'ToolError';
  return String(message).startsWith('Tool output') ? 'InvalidToolOutput' : 'InvalidToolArguments';
}

/** Finds the message in a result: as text, in an error, or in the text parts of an MCP result. */
function messageOf({ message, error, reason, content }: Record<string, unknown>): string | undefined {
  const parts = Array.isArray(content) ? content.map((part) => (isObject(part) ? part.text : part)) : [];
  const texts = parts.filter(isText);
  const nested = isObject(error) ? error.message : error;
  return [message, nested, reason, content, texts.join('\n')].find(isText);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
