import { context, type Span } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Watching } from './bench-agent.ts';

type AnyFunction = (...args: never[]) => unknown;

/** The agent traced by hand with OpenTelemetry, sent as OTLP over HTTP with protobuf. */
export function byHand(url: string) {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces` });
  const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  const tracer = provider.getTracer('bench');

  const within = <T>(name: string, input: unknown, fn: (span: Span) => Promise<T>): Promise<T> =>
    tracer.startActiveSpan(name, async (span) => {
      try {
        span.setAttribute('input', JSON.stringify(input));
        return await fn(span);
      } catch (error) {
        span.recordException(error as Error);
        span.end();
        throw error;
      }
    });

  const wrapTool = <F extends AnyFunction>(name: string, fn: F): F =>
    ((input: unknown, ...rest: unknown[]) =>
      within(`execute_tool ${name}`, input, async (span) => {
        const output = await (fn as unknown as (...args: unknown[]) => unknown)(input, ...rest);
        span.setAttribute('output', JSON.stringify(output));
        span.end();
        return output;
      })) as never;

  const wrapModel = <F extends AnyFunction>(_: string, fn: F): F =>
    ((options: { prompt: unknown }) =>
      within('chat gpt-4o-mini', options.prompt, async (span) => {
        const result = (await (fn as unknown as (...args: unknown[]) => unknown)(options)) as Record<
          string,
          unknown
        >;
        if (result.stream) return { ...result, stream: watch(result.stream as ReadableStream, span) };
        note(span, result.content, result);
        span.end();
        return result;
      })) as never;

  return {
    watching: { wrapModel, wrapTool } satisfies Watching,
    /** Runs `fn` in a span of its own, as the whole run. */
    run: (input: string, fn: () => Promise<string>): Promise<void> =>
      within('invoke_agent bench', input, async (span) => {
        span.setAttribute('output', await fn());
        span.end();
      }),
    flush: () => provider.forceFlush(),
  };
}

function note(span: Span, output: unknown, { usage, finishReason }: Record<string, unknown>): void {
  const { inputTokens, outputTokens } = usage as Record<string, { total: number }>;
  span.setAttributes({
    output: JSON.stringify(output),
    'gen_ai.usage.input_tokens': inputTokens?.total ?? 0,
    'gen_ai.usage.output_tokens': outputTokens?.total ?? 0,
    'gen_ai.response.finish_reasons': [(finishReason as { unified: string }).unified],
  });
}

function watch(stream: ReadableStream, span: Span): ReadableStream {
  let text = '';
  const calls: unknown[] = [];
  return stream.pipeThrough(
    new TransformStream({
      transform(part, controller) {
        if (part.type === 'text-delta') text += part.delta;
        if (part.type === 'tool-call') calls.push(part);
        if (part.type === 'finish') {
          note(span, { text, calls }, part);
          span.end();
        }
        controller.enqueue(part);
      },
    }),
  );
}
