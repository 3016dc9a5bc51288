import { isObject } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';
import type { Step } from '../../../recorder/index.ts';
import { type AgentCapabilities, toolCallIdOf } from '../agent-capabilities.ts';
import { errorOfToolResult } from '../model/tool-error.ts';
import type { AgentRun } from '../run/agent-run.ts';
import type { UserOptions } from './user-options.ts';

type HookOwner = Pick<AgentCapabilities, 'configuredHooks'>;

type Hook = (call: unknown) => unknown;

/** The argument of Mastra's tool hooks. Both hooks of a call receive the same `context`. */
interface HookCall {
  readonly toolName?: unknown;
  readonly input?: unknown;
  readonly context?: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
}

/** Creates tool hooks that record each call and then run the user's hooks from the call, the defaults or the agent. */
export function hooksOf(
  run: AgentRun,
  userOptions: UserOptions,
  agent: HookOwner,
): { readonly beforeToolCall: Hook; readonly afterToolCall: Hook } {
  const steps = new WeakMap<object, Step>();
  const startStep = ({ toolName, input, context }: HookCall) => {
    if (!isObject(context)) return;
    const toolCallId = toolCallIdOf(context);
    if (toolCallId !== undefined) run.toolCalls.markRecorded(toolCallId);
    run.activity.start();
    const { session, parentEventId } = run.place;
    const step = session.startStep({
      kind: 'tool',
      name: run.toolNames.idOf(String(toolName)),
      parentEventId,
      input,
      ...(toolCallId === undefined ? {} : { toolCallId }),
    });
    steps.set(context, step);
  };
  const endStep = ({ context, output, error }: HookCall) => {
    if (isObject(context)) steps.get(context)?.end({ output, error: error ?? errorOfToolResult(output) });
    run.activity.finish();
  };

  return {
    async beforeToolCall(call) {
      ignoreErrors(() => startStep(call as HookCall));
      const hook = await userHook('beforeToolCall', userOptions, agent);
      if (typeof hook !== 'function') return undefined;
      const answer: unknown = await hook(call);
      if (isObject(answer) && answer.proceed === false) {
        ignoreErrors(() => endStep({ ...(call as HookCall), output: answer.output }));
      }
      return answer;
    },
    async afterToolCall(call) {
      ignoreErrors(() => endStep(call as HookCall));
      const hook = await userHook('afterToolCall', userOptions, agent);
      return typeof hook === 'function' ? hook(call) : undefined;
    },
  };
}

/** Returns a hook from the call or the default options, or else from the agent. */
async function userHook(name: string, userOptions: UserOptions, agent: HookOwner): Promise<unknown> {
  const given = await userOptions.get('hooks');
  const configured = agent.configuredHooks();
  return (isObject(given) ? given[name] : undefined) ?? (isObject(configured) ? configured[name] : undefined);
}
