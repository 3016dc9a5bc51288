import { isObject } from '../../../model/index.ts';
import type { Session, Step, StepEnding } from '../../../recorder/index.ts';

/** A tool call that a model asked for. */
export interface PendingToolCall {
  readonly toolCallId: string;
  readonly toolName: string;
  readonly args: unknown;
  /** Set where the provider ran the tool itself and has its result. */
  readonly result?: unknown;
  readonly isError?: boolean;
}

interface Waiting extends PendingToolCall {
  readonly sinceMs: number;
  readonly parentEventId: string | undefined;
}

const maxWaiting = 1000;

/**
 * The tool calls that models asked for in one run and nobody has told the end of: those of unknown tools, those a
 * human declined, those the client runs, and all where the framework tells of none. What becomes of them is
 * read from the next prompt, which carries their results.
 */
export class PendingToolCalls {
  readonly #session: Session;
  readonly #nameOf: (toolName: string) => string;
  readonly #toldOfOthers: boolean;
  readonly #waiting = new Map<string, Waiting>();
  readonly #recorded = new Set<string>();

  /**
   * @param nameOf the id of the tool that is registered under a name
   * @param toldOfOthers true when all calls that the framework made itself are recorded elsewhere
   */
  constructor(session: Session, nameOf: (toolName: string) => string, toldOfOthers: boolean) {
    this.#session = session;
    this.#toldOfOthers = toldOfOthers;
    this.#nameOf = nameOf;
  }

  /** Notes what a model asked for, and records at once what its provider has run. */
  asked(calls: readonly PendingToolCall[], parentEventId: string | undefined): void {
    for (const call of calls) {
      if (this.#recorded.has(call.toolCallId)) continue;
      const waiting = { ...call, sinceMs: this.#session.nowMs(), parentEventId };
      if ('result' in call) {
        const failed = call.isError === true;
        this.#record(waiting, failed ? { error: errorFrom(call.result) } : { output: call.result });
      } else if (this.#waiting.size < maxWaiting) this.#waiting.set(call.toolCallId, waiting);
    }
  }

  /** Notes that a call is recorded elsewhere; it may begin before the model's answer is complete. */
  begun(toolCallId: string): void {
    this.#recorded.add(toolCallId);
    this.#waiting.delete(toolCallId);
  }

  /**
   * Notes that a call is recorded elsewhere, of which only the tool's name and arguments are told.
   *
   * @returns the id of the call
   */
  begunAs(name: string, args: unknown): string | undefined {
    const ofTool = [...this.#waiting.values()].filter(({ toolName }) => this.#nameOf(toolName) === name);
    const told = JSON.stringify(args);
    const call = ofTool.find((waiting) => JSON.stringify(waiting.args) === told) ?? ofTool[0];
    if (call) this.begun(call.toolCallId);
    return call?.toolCallId;
  }

  /** True while a call may be going on of which nothing is told until it has ended. */
  get mayBeRunning(): boolean {
    return !this.#toldOfOthers && this.#waiting.size > 0;
  }

  /** Records the calls of which a prompt carries the results. */
  answered(prompt: unknown): void {
    if (this.#waiting.size === 0 || !Array.isArray(prompt)) return;
    for (const message of prompt) {
      if (!isObject(message) || message.role !== 'tool' || !Array.isArray(message.content)) continue;
      for (const part of message.content) this.#answer(part);
    }
  }

  /** Records that a human declined a call, or all that wait. */
  declined(toolCallId: unknown, reason: unknown): void {
    for (const waiting of [...this.#waiting.values()]) {
      if (typeof toolCallId === 'string' && waiting.toolCallId !== toolCallId) continue;
      this.begun(waiting.toolCallId);
      this.#record(waiting, declinedFor(reason));
    }
  }

  /** Records what is left when the run has ended; where all others are told, it was handed to the client. */
  settle(): void {
    const ending = this.#toldOfOthers ? { metadata: { handedTo: 'client' } } : {};
    for (const waiting of this.#waiting.values()) this.#record(waiting, ending);
    this.#waiting.clear();
  }

  #answer(part: unknown): void {
    if (!isObject(part) || part.type !== 'tool-result' || typeof part.toolCallId !== 'string') return;
    const waiting = this.#waiting.get(part.toolCallId);
    if (!waiting) return;
    this.#waiting.delete(part.toolCallId);
    this.#record(waiting, endingOf(part.output));
  }

  #record({ toolCallId, toolName, args, sinceMs, parentEventId }: Waiting, ending: StepEnding): void {
    const step: Step = this.#session.startStep({
      kind: 'tool',
      name: this.#nameOf(toolName),
      toolCallId,
      input: args,
      sinceMs,
      ...(parentEventId === undefined ? {} : { parentEventId }),
    });
    step.end(ending);
  }
}

/** A tool result as prompts carry it, since model specification v2: `{ type, value }`. */
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
    case 'content':
      return { output: output.value };
    default:
      return { output };
  }
}

/** What a tool threw. Mastra may have put it into an error of its own, which says no more. */
const thrownBy = (error: Error): unknown =>
  error.cause instanceof Error && error.cause.message === error.message ? error.cause : error;

const declinedFor = (reason: unknown): StepEnding => ({
  status: 'cancelled',
  error: errorFrom(reason ?? 'declined', 'ToolCallDeclined'),
});

/** An error of which only the text is known. */
function errorFrom(value: unknown, name = 'ToolError'): Error {
  const message = isObject(value) && typeof value.message === 'string' ? value.message : value;
  const error = new Error(typeof message === 'string' ? message : JSON.stringify(message));
  return Object.assign(error, { name, stack: undefined });
}
