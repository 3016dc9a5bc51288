import type { ToolCall } from '../../../context/index.ts';
import { isObject } from '../../../model/index.ts';

/** A tool call whose tool is executed once. */
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

/** Why a tool call failed that Mastra ended without an error, but as no success. */
export function failureOf(output: unknown, attributes: unknown): Error | undefined {
  if (!isObject(attributes) || attributes.success !== false) return undefined;
  const { message, validationErrors } = isObject(output) ? output : {};
  const error = new Error(typeof message === 'string' ? message : 'the tool reported no success');
  const name = validationErrors === undefined ? 'ToolError' : 'InvalidToolArguments';
  return Object.assign(error, { name, stack: undefined });
}
