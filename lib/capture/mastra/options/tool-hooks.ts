import { isObject } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';
import type { Step } from '../../../recorder/index.ts';
import type { AgentRun } from '../run/agent-run.ts';
import type { OptionsOwner, UserOptions } from './user-options.ts';

type Hook = (call: unknown) => unknown;

/** What Mastra tells its hooks of a tool call. Both hooks of a call get the same `context`. */
interface HookCall {
  readonly toolName?: unknown;
  readonly input?: unknown;
  readonly context?: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
}

/** Tool hooks that record each call, before the user's own of the call, of the defaults and of the agent. */
export function hooksOf(
  run: AgentRun,
  users: UserOptions,
  agent: OptionsOwner,
): { readonly beforeToolCall: Hook; readonly afterToolCall: Hook } {
  const open = new WeakMap<object, Step>();

  const usersHook = async (name: string): Promise<unknown> => {
    const given = await users.of('hooks');
    const configured = agent.getConfiguredToolHooks?.();
    return (
      (isObject(given) ? given[name] : undefined) ?? (isObject(configured) ? configured[name] : undefined)
    );
  };
  const begin = ({ toolName, input, context }: HookCall) => {
    if (!isObject(context)) return;
    const toolCallId = toolCallIdOf(context);
    if (toolCallId !== undefined) run.onToolCall(toolCallId);
    run.began();
    const step = run.place.session.startStep({
      kind: 'tool',
      name: run.nameOf(String(toolName)),
      parentEventId: run.place.parentEventId,
      input,
      ...(toolCallId === undefined ? {} : { toolCallId }),
    });
    open.set(context, step);
  };
  const end = ({ context, output, error }: HookCall) => {
    if (isObject(context)) open.get(context)?.end({ output, error });
    run.ended();
  };

  return {
    async beforeToolCall(call) {
      ignoreErrors(() => begin(call as HookCall));
      const users = await usersHook('beforeToolCall');
      if (typeof users !== 'function') return undefined;
      const answer: unknown = await users(call);
      if (isObject(answer) && answer.proceed === false) {
        ignoreErrors(() => end({ ...(call as HookCall), output: answer.output }));
      }
      return answer;
    },
    async afterToolCall(call) {
      ignoreErrors(() => end(call as HookCall));
      const users = await usersHook('afterToolCall');
      return typeof users === 'function' ? users(call) : undefined;
    },
  };
}

function toolCallIdOf(context: Record<string, unknown>): string | undefined {
  const { toolCallId = isObject(context.agent) ? context.agent.toolCallId : undefined } = context;
  return typeof toolCallId === 'string' ? toolCallId : undefined;
}
