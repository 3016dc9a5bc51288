import { type EventStatus, isObject, type Usage } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';
import type { Step, StepEnding } from '../../../recorder/index.ts';
import type { StreamWatcher } from '../../tap-stream.ts';
import { isAborted } from './aborted.ts';
import { describeFile, describeSource, sourceOf, unlessEmpty } from './answer-parts.ts';
import type { ProviderToolCall } from './billed-units.ts';
import { readCallUsage } from './call-usage.ts';
import type { PendingToolCall } from './pending-tool-calls.ts';
import { reportedPico } from './reported-cost.ts';

/** Returns the prompt and settings of a model call, in the form in which an event records them. */
export function inputOf(callOptions: unknown): unknown {
  if (!isObject(callOptions)) return callOptions;
  const { prompt, tools, temperature, maxOutputTokens, responseFormat, toolChoice } = callOptions;
  return {
    messages: Array.isArray(prompt) ? prompt.map(withoutFrameworkNotes) : prompt,
    tools: Array.isArray(tools) && tools.length > 0 ? tools.map(nameOfTool) : undefined,
    temperature,
    maxOutputTokens,
    responseFormat,
    toolChoice: isObject(toolChoice) && toolChoice.type !== 'auto' ? toolChoice : undefined,
  };
}

/** Removes Mastra's private notes from a message and its parts. The model never receives them. */
function withoutFrameworkNotes(message: unknown): unknown {
  if (!isObject(message)) return message;
  const { providerOptions, content } = message;
  const noted = isObject(providerOptions) && 'mastra' in providerOptions;
  const parts =
    Array.isArray(content) && content.some(isNoted) ? content.map(withoutFrameworkNotes) : content;
  if (!noted && parts === content) return message;
  const copy: Record<string, unknown> = { ...message, content: parts };
  if (parts === undefined) delete copy.content;
  if (noted) {
    const { mastra: _, ...options } = providerOptions;
    if (Object.keys(options).length > 0) copy.providerOptions = options;
    else delete copy.providerOptions;
  }
  return copy;
}

const isNoted = (part: unknown): boolean =>
  isObject(part) && isObject(part.providerOptions) && 'mastra' in part.providerOptions;

const nameOfTool = (tool: unknown): unknown => (isObject(tool) ? (tool.name ?? tool.id) : tool);

/** The call that an answer belongs to. */
export interface AnsweredCall {
  readonly provider: string;
  readonly model: string;
  /** The options of the call, as far as they are known. */
  readonly callOptions?: unknown;
}

/** A model's answer, collected from the parts of a stream or from a whole result. */
export class Answer {
  readonly #call: AnsweredCall;
  #text = '';
  #reasoning = '';
  readonly #toolCalls: PendingToolCall[] = [];
  readonly #providerTools = new Map<unknown, ProviderToolCall>();
  readonly #files: object[] = [];
  readonly #sources: object[] = [];
  #finish: Record<string, unknown> = {};
  #responseModel: unknown;
  #error: unknown;

  constructor(call: AnsweredCall) {
    this.#call = call;
  }

  /** Adds a whole result of `doGenerate()`. */
  addResult(result: Record<string, unknown>): void {
    for (const part of Array.isArray(result.content) ? result.content : []) this.addPart(part);
    if (isObject(result.response)) this.#responseModel = result.response.modelId;
    this.#finish = result;
  }

  /**
   * Adds one part.
   *
   * @returns true for a part with content
   */
  addPart(part: unknown): boolean {
    if (!isObject(part)) return false;
    switch (part.type) {
      case 'text':
        this.#text += String(part.text ?? '');
        return true;
      case 'text-delta':
        this.#text += String(part.delta ?? part.text ?? '');
        return true;
      case 'reasoning':
        this.#reasoning += String(part.text ?? '');
        return true;
      case 'reasoning-delta':
        this.#reasoning += String(part.delta ?? part.text ?? '');
        return true;
      case 'tool-call':
        this.#toolCalls.push(toolCallOf(part));
        if (part.providerExecuted === true) this.#addProviderTool(part);
        return true;
      case 'tool-result':
        this.#addToolResult(part);
        return true;
      case 'file':
        this.#files.push(describeFile(part));
        return true;
      case 'source':
        this.#sources.push(describeSource(sourceOf(part)));
        return true;
      case 'tool-input-start':
        return true;
      case 'response-metadata':
        this.#responseModel = part.modelId ?? this.#responseModel;
        return false;
      case 'finish':
        this.#finish = part;
        return false;
      case 'error':
        this.#error = part.error;
        return false;
      default:
        return false;
    }
  }

  /** Whether the answer ended with an error part. */
  get hasFailed(): boolean {
    return this.#error !== undefined;
  }

  get text(): string {
    return this.#text;
  }

  /** The requested tool calls. Calls that the provider has executed include their results. */
  get toolCalls(): readonly PendingToolCall[] {
    return this.#toolCalls;
  }

  get usage(): Usage | undefined {
    const { usage, providerMetadata, response } = this.#finish;
    const toolCalls = [...this.#providerTools.values()];
    return readCallUsage({ ...this.#call, usage, providerMetadata, response, toolCalls });
  }

  #addProviderTool({ toolCallId, toolName, dynamic }: Record<string, unknown>): void {
    const call = { toolCallId, toolName: String(toolName), isDynamic: dynamic === true };
    this.#providerTools.set(toolCallId, call);
  }

  #addToolResult({ toolCallId, result, isError }: Record<string, unknown>): void {
    const providerTool = this.#providerTools.get(toolCallId);
    if (providerTool) this.#providerTools.set(toolCallId, { ...providerTool, result });
    const at = this.#toolCalls.findIndex((call) => call.toolCallId === toolCallId);
    const call = this.#toolCalls[at];
    if (call) this.#toolCalls[at] = { ...call, result, isError: isError === true };
  }

  /** Returns the ending of this call's step. */
  stepEnding(requestedModel: string): StepEnding {
    const { providerMetadata, finishReason, usage } = this.#finish;
    const text = this.#text || undefined;
    const reasoning = this.#reasoning || undefined;
    const toolCalls = unlessEmpty(this.#toolCalls)?.map(toRecorded);
    const files = unlessEmpty(this.#files);
    const sources = unlessEmpty(this.#sources);
    const other = this.#responseModel === requestedModel ? undefined : this.#responseModel;
    return {
      output:
        text || reasoning || toolCalls || files || sources
          ? { text, reasoning, toolCalls, files, sources }
          : undefined,
      error: this.#error,
      finishReason: readFinishReason(finishReason),
      usage: this.usage,
      reportedPico: reportedPico(providerMetadata, usage, this.#call.provider),
      metadata: other === undefined ? undefined : { responseModel: other },
    };
  }
}

function toolCallOf({ toolCallId, toolName, input, args }: Record<string, unknown>): PendingToolCall {
  return { toolCallId: String(toolCallId), toolName: String(toolName), args: parseJson(input ?? args) };
}

const toRecorded = ({ toolCallId, toolName, args }: PendingToolCall) => ({ toolCallId, toolName, args });

function parseJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function readFinishReason(reason: unknown): string | undefined {
  const unified = isObject(reason) ? reason.unified : reason;
  return typeof unified === 'string' ? unified : undefined;
}

/** Returns the status of a call that threw. An aborted call is cancelled, whatever it threw. */
export const statusOf = (error: unknown, callOptions: unknown): { readonly status: EventStatus } => {
  const signal = isObject(callOptions) ? callOptions.abortSignal : undefined;
  return {
    status: isAborted(signal) || (isObject(error) && error.name === 'AbortError') ? 'cancelled' : 'error',
  };
};

/**
 * Creates a watcher that ends a model call's step with the content of its stream.
 *
 * @param onAnswer receives the answer after the step has ended
 */
export function watchAnswer(
  step: Step,
  call: AnsweredCall,
  onAnswer: (answer: Answer, failed?: boolean) => void,
): StreamWatcher<unknown> {
  const { model, callOptions } = call;
  const answer = new Answer(call);
  const end = (ending: StepEnding) =>
    ignoreErrors(() => {
      step.end({ ...answer.stepEnding(model), ...ending });
      onAnswer(answer, answer.hasFailed || ending.error !== undefined);
    });
  const addPart = (part: unknown) => {
    if (answer.addPart(part)) step.markFirstToken();
  };
  return {
    part: (part) => ignoreErrors(addPart, part),
    end: () => end({}),
    fail: (error) => end({ error, ...statusOf(error, callOptions) }),
    cancel: () => end({ status: 'cancelled' }),
  };
}
