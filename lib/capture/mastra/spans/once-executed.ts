import type { ToolCall } from '../../../context/index.ts';

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
