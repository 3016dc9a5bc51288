import { isObject } from '../../../model/index.ts';
import type { Session, Step, StepEnding } from '../../../recorder/index.ts';
import { errorOfToolResult } from './tool-error.ts';

/** A tool call that a model requested. */
export interface PendingToolCall {
  readonly toolCallId: string;
  readonly toolName: string;
  readonly args: unknown;
  /** Set if the provider ran the tool itself. */
  readonly result?: unknown;
  readonly isError?: boolean;
}

interface Pending extends PendingToolCall {
  readonly sinceMs: number;
  readonly parentEventId: string | undefined;
}

const maxPending = 1000;

/**
 * The tool calls of one run that models requested and nothing else records: calls of unknown tools, declined calls,
 * and calls that the client runs. Their results are read from the next prompt.
 */
export class PendingToolCalls {
  readonly #session: Session;
  readonly #toolIdOf: (toolName: string) => string;
  readonly #seesExecutions: boolean;
  readonly #pending = new Map<string, Pending>();
  readonly #recorded = new Set<string>();

  /**
   * @param toolIdOf returns the id of the tool that is registered under a name
   * @param seesExecutions whether every call that Mastra executes is recorded by another part
   */
  constructor(session: Session, toolIdOf: (toolName: string) => string, seesExecutions: boolean) {
    this.#session = session;
    this.#toolIdOf = toolIdOf;
    this.#seesExecutions = seesExecutions;
  }

  /** Adds the calls that a model requested. A call that the provider has executed is recorded at once. */
  request(calls: readonly PendingToolCall[], parentEventId: string | undefined): void {
    for (const call of calls) {
      if (this.#recorded.has(call.toolCallId)) continue;
      const pending = { ...call, sinceMs: this.#session.nowMs(), parentEventId };
      if ('result' in call) {
        this.#record(pending, {
          output: call.result,
          error: call.isError ? errorFrom(call.result) : errorOfToolResult(call.result),
        });
      } else if (this.#pending.size < maxPending) this.#pending.set(call.toolCallId, pending);
    }
  }

  /** Marks a call that another part records. The call can start before the model's answer is complete. */
  markRecorded(toolCallId: string): void {
    this.#recorded.add(toolCallId);
    this.#pending.delete(toolCallId);
  }

  /**
   * Finds the pending call of a tool by its arguments and marks it as recorded. Falls back to the tool's oldest call.
   *
   * @returns the id of the call, or `undefined` if the tool has no pending call
   */
  matchByArgs(name: string, args: unknown): string | undefined {
    const ofTool = [...this.#pending.values()].filter(({ toolName }) => this.#toolIdOf(toolName) === name);
    const wanted = JSON.stringify(args);
    const call = ofTool.find((pending) => JSON.stringify(pending.args) === wanted) ?? ofTool[0];
    if (call) this.markRecorded(call.toolCallId);
    return call?.toolCallId;
  }

  /** Whether a call can be running that Mastra does not report before its end. */
  get mayBeRunning(): boolean {
    return !this.#seesExecutions && this.#pending.size > 0;
  }

  /** Records the pending calls whose results a prompt carries. */
  resolveFromPrompt(prompt: unknown): void {
    if (this.#pending.size === 0 || !Array.isArray(prompt)) return;
    for (const message of prompt) {
      if (!isObject(message) || message.role !== 'tool' || !Array.isArray(message.content)) continue;
      for (const part of message.content) this.#resolve(part);
    }
  }

  /**
   * Records a call as declined by a human.
   *
   * @param toolCallId the call; declines all pending calls if it is not a string
   */
  decline(toolCallId: unknown, reason: unknown): void {
    for (const pending of [...this.#pending.values()]) {
      if (typeof toolCallId === 'string' && pending.toolCallId !== toolCallId) continue;
      this.markRecorded(pending.toolCallId);
      this.#record(pending, declinedFor(reason));
    }
  }

  /** Records the calls that are still pending at the end of the run. */
  settle(): void {
    const ending = this.#seesExecutions ? { metadata: { handedTo: 'client' } } : {};
    for (const pending of this.#pending.values()) this.#record(pending, ending);
    this.#pending.clear();
  }

  #resolve(part: unknown): void {
    if (!isObject(part) || part.type !== 'tool-result' || typeof part.toolCallId !== 'string') return;
    const pending = this.#pending.get(part.toolCallId);
    if (!pending) return;
    this.#pending.delete(part.toolCallId);
    this.#record(pending, endingOf(part.output));
  }

  #record({ toolCallId, toolName, args, sinceMs, parentEventId }: Pending, ending: StepEnding): void {
    const step: Step = this.#session.startStep({
      kind: 'tool',
      name: this.#toolIdOf(toolName),
      toolCallId,
      input: args,
      sinceMs,
      ...(parentEventId === undefined ? {} : { parentEventId }),
    });
    step.end(ending);
  }
}

/** Reads a tool result from a prompt. Since model specification v2 it has the shape `{ type, value }`. */
function endingOf(output: unknown): StepEnding {
  if (!isObject(output)) return { output };
  if (output.value instanceof Error) return { error: thrownBy(output.value) };
  switch (output.type) {
    case 'error-text':
    case 'error-json':
      return { error: errorFrom(output.value) };
    case 'execution-denied':
      return declinedFor(output.reason);
    case 'text':
    case 'json':
      return { output: output.value, error: errorOfToolResult(output.value) };
    case 'content':
      return { output: output.value };
    default:
      return { output, error: errorOfToolResult(output) };
  }
}

/** Returns the error that a tool threw, without the wrapper that Mastra can add. */
const thrownBy = (error: Error): unknown =>
  error.cause instanceof Error && error.cause.message === error.message ? error.cause : error;

const declinedFor = (reason: unknown): StepEnding => ({
  status: 'cancelled',
  error: errorFrom(reason ?? 'declined', 'ToolCallDeclined'),
});

/** Makes an error without a stack from a text or an object with a message. */
function errorFrom(value: unknown, name = 'ToolError'): Error {
  const message = isObject(value) && typeof value.message === 'string' ? value.message : value;
  const error = new Error(typeof message === 'string' ? message : JSON.stringify(message));
  return Object.assign(error, { name, stack: undefined });
}
