/** What a scripted model says in one call: a text, tools to call, an error to throw or to end the stream with. */
export interface Line {
  readonly text?: string;
  readonly tools?: readonly ScriptedToolCall[];
  readonly throws?: unknown;
  readonly errorPart?: unknown;
}

interface ScriptedToolCall {
  readonly name: string;
  readonly args?: unknown;
  readonly id?: string;
  /** Set where the provider runs the tool: its result. */
  readonly result?: unknown;
}

/** How a scripted model presents itself. */
export interface ScriptedModelOptions {
  /** @default mock-model */
  readonly id?: string;
  /** @default mock.chat */
  readonly provider?: string;
  /** @default v2 */
  readonly spec?: 'v1' | 'v2' | 'v3' | 'v4';
  /** As the model's specification has it. @default 10 in, 5 out */
  readonly usage?: unknown;
  readonly providerMetadata?: unknown;
  /** How long a call takes, in milliseconds. @default 0 */
  readonly latencyMs?: number;
  /** Called with the options of each call. */
  readonly onCall?: (options: CallOptions) => unknown;
}

interface CallOptions {
  readonly prompt: unknown;
  readonly abortSignal?: AbortSignal;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Typed as nothing in particular: Mastra's own type of a model takes the compiler minutes. */
// biome-ignore lint/suspicious/noExplicitAny: what is assignable to every kind of model
type ScriptedModel = any;

/** A model in this process that says its lines one call after the other, the last one again and again. */
export function scriptedModel(lines: readonly Line[], options: ScriptedModelOptions = {}): ScriptedModel {
  const { id = 'mock-model', provider = 'mock.chat', spec = 'v2', latencyMs = 0 } = options;
  let calls = 0;

  const answer = async (callOptions: CallOptions) => {
    const call = calls++;
    const line = lines[Math.min(call, lines.length - 1)] as Line;
    await options.onCall?.(callOptions);
    if (latencyMs > 0) await sleep(latencyMs);
    if ('throws' in line) throw line.throws;
    const tools = (line.tools ?? []).flatMap((tool, at) => toolParts(tool, `${id}-${call}-${at}`));
    const finish = {
      finishReason: reason(spec, tools.length > 0 ? 'tool-calls' : 'stop'),
      usage: options.usage ?? defaultUsage(spec),
      ...(options.providerMetadata ? { providerMetadata: options.providerMetadata } : {}),
    };
    return { line, tools, finish };
  };

  return {
    specificationVersion: spec,
    provider,
    modelId: id,
    supportedUrls: {},
    get calls() {
      return calls;
    },
    async doGenerate(callOptions: CallOptions) {
      const { line, tools, finish } = await answer(callOptions);
      if (line.errorPart) throw line.errorPart;
      const text = line.text ? [{ type: 'text', text: line.text }] : [];
      const response = { id: 'response', modelId: `${id}-answered`, timestamp: new Date() };
      return { content: [...text, ...tools], warnings: [], response, ...finish };
    },
    async doStream(callOptions: CallOptions) {
      const { line, tools, finish } = await answer(callOptions);
      const parts = [
        { type: 'stream-start', warnings: [] },
        { type: 'response-metadata', id: 'response', modelId: `${id}-answered` },
        ...textParts(line.text),
        ...tools,
        ...(line.errorPart ? [{ type: 'error', error: line.errorPart }] : [{ type: 'finish', ...finish }]),
      ] as object[];
      const stream = new ReadableStream({
        pull(controller) {
          const part = parts.shift();
          if (part) controller.enqueue(part);
          else controller.close();
        },
      });
      return { stream };
    },
  };
}

function toolParts({ name, args = {}, id, result }: ScriptedToolCall, fallbackId: string): object[] {
  const call = {
    type: 'tool-call',
    toolCallId: id ?? fallbackId,
    toolName: name,
    input: JSON.stringify(args),
  };
  if (result === undefined) return [call];
  const { toolCallId } = call;
  return [
    { ...call, providerExecuted: true },
    { type: 'tool-result', toolCallId, toolName: name, result, providerExecuted: true },
  ];
}

function textParts(text: string | undefined) {
  if (!text) return [];
  const deltas = text.split(/(?<= )/).map((delta) => ({ type: 'text-delta', id: 'text', delta }));
  return [{ type: 'text-start', id: 'text' }, ...deltas, { type: 'text-end', id: 'text' }];
}

const reason = (spec: string, unified: string): unknown =>
  spec === 'v2' ? unified : { unified, raw: unified };

const defaultUsage = (spec: string): unknown =>
  spec === 'v2'
    ? { inputTokens: 10, outputTokens: 5, totalTokens: 15 }
    : {
        inputTokens: { total: 10, noCache: 10, cacheRead: 0, cacheWrite: 0 },
        outputTokens: { total: 5, text: 5, reasoning: undefined },
      };

/** A model of specification v1, for the methods that know no other: it says the same text again and again. */
export function scriptedV1Model(text: string, options: ScriptedModelOptions = {}): ScriptedModel {
  const { usage = { promptTokens: 7, completionTokens: 3 }, providerMetadata } = options;
  const rawCall = { rawPrompt: null, rawSettings: {} };
  const finish = { finishReason: 'stop', usage, providerMetadata };
  return {
    specificationVersion: 'v1',
    provider: options.provider ?? 'openai.chat',
    modelId: options.id ?? 'gpt-4o-mini',
    defaultObjectGenerationMode: 'json',
    doGenerate: async () => ({ text, rawCall, ...finish }),
    doStream: async () => ({
      rawCall,
      stream: new ReadableStream({
        start(controller) {
          controller.enqueue({ type: 'text-delta', textDelta: text });
          controller.enqueue({ type: 'finish', ...finish });
          controller.close();
        },
      }),
    }),
  };
}
