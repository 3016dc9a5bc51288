import type { ToolCall } from '../../../context/index.ts';
import { isObject } from '../../../model/index.ts';

/** Creates a tool call whose `execute()` is recorded once. */
export function onceExecuted(): ToolCall {
  let executed = false;
  return {
    claim(kind, name) {
      if (executed || (kind !== 'tool' && name !== 'execute')) return false;
      executed = true;
      return true;
    },
  };
}

/** Returns the error of a tool call that Mastra ended without an error but reported as unsuccessful. */
export function failureOf(output: unknown, attributes: unknown): Error | undefined {
  if (!isObject(attributes) || attributes.success !== false) return undefined;
  const { message, validationErrors } = isObject(output) ? output : {};
  const error = new Error(typeof message === 'string' ? message : 'the tool reported no success');
  const name = validationErrors === undefined ? 'ToolError' : 'InvalidToolArguments';
  return Object.assign(error, { name, stack: undefined });
}
