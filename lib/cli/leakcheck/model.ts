/** One step of a scripted model: a text, streamed in pieces, or a tool call. */
export type Line =
  | { readonly reasoning?: string; readonly text: readonly string[] }
  | { readonly tool: string; readonly args: object }
  | { readonly error: Error };

const usage = {
  inputTokens: { total: 120, noCache: 120 },
  outputTokens: { total: 24, text: 24 },
};

/** Creates a language model of specification version 3 that returns one line after another. */
export function createScriptedModel(lines: readonly Line[]): object {
  let next = 0;
  const say = () => {
    const line = lines[next++] ?? { text: ['Done.'] };
    if ('error' in line) throw line.error;
    const unified = 'tool' in line ? 'tool-calls' : 'stop';
    return { line, ending: { finishReason: { unified, raw: unified }, usage } };
  };
  return {
    specificationVersion: 'v3',
    provider: 'openai.chat',
    modelId: 'gpt-4o-mini',
    supportedUrls: {},
    async doGenerate() {
      const { line, ending } = say();
      return { content: contentOf(line), warnings: [], ...ending };
    },
    async doStream() {
      const { line, ending } = say();
      const parts = [{ type: 'stream-start', warnings: [] }, ...partsOf(line), { type: 'finish', ...ending }];
      const stream = new ReadableStream({
        start(controller) {
          for (const part of parts) controller.enqueue(part);
          controller.close();
        },
      });
      return { stream };
    },
  };
}

type Spoken = Exclude<Line, { readonly error: Error }>;

const callOf = ({ tool, args }: Extract<Line, { readonly tool: string }>) => ({
  type: 'tool-call',
  toolCallId: `call_${tool}`,
  toolName: tool,
  input: JSON.stringify(args),
});

function contentOf(line: Spoken): readonly object[] {
  if ('tool' in line) return [callOf(line)];
  const reasoning = line.reasoning === undefined ? [] : [{ type: 'reasoning', text: line.reasoning }];
  return [...reasoning, { type: 'text', text: line.text.join('') }];
}

function partsOf(line: Spoken): readonly object[] {
  if ('tool' in line) return [callOf(line)];
  const deltas = line.text.map((delta) => ({ type: 'text-delta', id: 't', delta }));
  return [{ type: 'text-start', id: 't' }, ...deltas, { type: 'text-end', id: 't' }];
}
