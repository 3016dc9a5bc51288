import { types } from 'node:util';
import { isTracingDisabled } from '../../primitives/index.ts';
import type { AnyFunction } from './record-call.ts';
import { isTraced, recordingOf, type TraceOptions, traceAs, warnAboutTraceOptions } from './trace.ts';

/**
 * Returns the tool with each call of its `execute` recorded as one tool event under the tool's id. Below an
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
  warnAboutTraceOptions('traceTool()', options);
  const name = typeof id === 'string' ? id : execute.name;
  const recording = {
    ...recordingOf({ kind: 'tool', ...options }, name),
    // The first argument is the tool's input. The framework adds the others.
    inputOf: (args: readonly unknown[]) => args[0],
    toolCallIdOf: ([, context]: readonly unknown[]) => toolCallIdOf(context),
  };
  /** Methods need the tool itself as `this`, since the proxy lacks its private fields. */
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

/** Returns whether a property is a method of the tool's class. */
const isInherited = (target: object, key: PropertyKey): boolean =>
  key !== 'constructor' && !Object.hasOwn(target, key) && !(key in Object.prototype);

/** Returns a copy of a frozen tool. A proxy of the frozen tool could not replace its properties. */
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
