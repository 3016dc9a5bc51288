import { types } from 'node:util';
import type { AnyFunction } from './record-call.ts';
import { recordingOf, type TraceOptions, traceAs } from './trace.ts';

/**
 * The tool, each call of its `execute` recorded as one tool event under the tool's id, whoever calls it. Below an
 * instrumented agent, which records its tools itself, it is still one event.
 *
 * @throws {TypeError} when `tool` has no `execute()`
 */
export function traceTool<T extends object>(tool: T, options: TraceOptions = {}): T {
  const { execute, id } = (tool ?? {}) as { readonly execute?: unknown; readonly id?: unknown };
  if (typeof execute !== 'function') {
    throw new TypeError('traceTool() takes a tool with an execute(): what createTool({ … }) returns.');
  }
  const name = typeof id === 'string' ? id : execute.name;
  const recording = {
    ...recordingOf({ kind: 'tool', ...options }, name),
    // The first argument is the tool's input; the others are the framework's.
    inputOf: (args: readonly unknown[]) => args[0],
    toolCallIdOf: ([, context]: readonly unknown[]) => toolCallIdOf(context),
  };
  const traced = traceAs(execute as AnyFunction, recording);
  return new Proxy(tool, {
    get(target, key) {
      if (key === 'execute') return traced;
      const value: unknown = Reflect.get(target, key, target);
      return value;
    },
  });
}

function toolCallIdOf(context: unknown): string | undefined {
  if (typeof context !== 'object' || context === null || types.isProxy(context)) return undefined;
  const { agent, toolCallId } = context as { agent?: { toolCallId?: unknown }; toolCallId?: unknown };
  const id = toolCallId ?? agent?.toolCallId;
  return typeof id === 'string' ? id : undefined;
}
