import { types } from 'node:util';
import { isTracingDisabled } from '../../primitives/index.ts';
import type { AnyFunction } from './record-call.ts';
import { isTraced, recordingOf, type TraceOptions, traceAs } from './trace.ts';

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
  if (isTraced(execute) || isTracingDisabled()) return tool;
  const name = typeof id === 'string' ? id : execute.name;
  const recording = {
    ...recordingOf({ kind: 'tool', ...options }, name),
    // The first argument is the tool's input; the others are the framework's.
    inputOf: (args: readonly unknown[]) => args[0],
    toolCallIdOf: ([, context]: readonly unknown[]) => toolCallIdOf(context),
  };
  /** Methods reach private state of the tool, which the proxy around it has not. */
  const onTool = (method: AnyFunction): AnyFunction =>
    new Proxy(method, {
      apply: (target, self, args) => Reflect.apply(target, self === proxy ? tool : self, args),
    });
  const methods = new Map<unknown, AnyFunction>();
  const proxy: T = new Proxy<T>(Object.isFrozen(tool) ? thawed(tool) : tool, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      const isExecute = key === 'execute';
      if (typeof value !== 'function' || !(isExecute || isInherited(target, key))) return value;
      let method = methods.get(value);
      if (!method) {
        method = onTool(value as AnyFunction);
        if (isExecute) method = traceAs(method, recording);
        methods.set(value, method);
      }
      return method;
    },
  });
  return proxy;
}

/** True for methods of a class. */
const isInherited = (target: object, key: PropertyKey): boolean =>
  key !== 'constructor' && !Object.hasOwn(target, key) && !(key in Object.prototype);

/** A copy of which a proxy may tell something else: of what is frozen it may not. */
const thawed = <T extends object>(tool: T): T =>
  Object.defineProperties(
    Object.create(Object.getPrototypeOf(tool)),
    Object.fromEntries(
      Object.entries(Object.getOwnPropertyDescriptors(tool)).map(([key, own]) => [
        key,
        { ...own, configurable: true },
      ]),
    ),
  );

function toolCallIdOf(context: unknown): string | undefined {
  if (typeof context !== 'object' || context === null || types.isProxy(context)) return undefined;
  const { agent, toolCallId } = context as { agent?: { toolCallId?: unknown }; toolCallId?: unknown };
  const id = toolCallId ?? agent?.toolCallId;
  return typeof id === 'string' ? id : undefined;
}
