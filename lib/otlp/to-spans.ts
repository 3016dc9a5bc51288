import {
  type Cost,
  type ErrorInfo,
  type EventKind,
  picoPerUsd,
  promptTokens,
  type SessionEvent,
  type SessionState,
  type Usage,
} from '../model/index.ts';
import { rootSpanIdOf, spanIdOf, traceIdOf } from './ids.ts';
import { inputMessages, outputMessages, textOf } from './messages.ts';
import { type Attributes, type Span, type SpanEvent, spanKinds, statusCodes } from './span.ts';

/**
 * Creates the span of an event. Its parent is the enclosing step, or the root span of the session.
 *
 * @param session the state of the event's session
 */
export function eventSpan(event: SessionEvent, session: SessionState): Span {
  const { sessionId, parentEventId, error, status } = event;
  const startNs = toNs(event.startedAt);
  const endNs = startNs + msToNs(event.durationMs);
  return {
    traceId: traceIdOf(sessionId),
    spanId: spanIdOf(event.id),
    parentSpanId: parentEventId === undefined ? rootSpanIdOf(sessionId) : spanIdOf(parentEventId),
    name: wellFormed(spanName(event)),
    kind: event.kind === 'llm' ? spanKinds.client : spanKinds.internal,
    startNs,
    endNs,
    attributes: sanitize({
      ...kindAttributes(event),
      ...identityAttributes(session),
      'error.type': error?.type ?? (status === 'error' ? '_OTHER' : undefined),
      'sentrial.session.id': sessionId,
      'sentrial.event.id': event.id,
      'sentrial.event.kind': event.kind,
      'sentrial.event.sequence': int(event.sequence),
      'sentrial.status': status,
      'sentrial.metadata': event.metadata && JSON.stringify(event.metadata),
    }),
    events: exceptionEvents(error, endNs),
    links: [],
    status: statusOf(status === 'error', error),
  };
}

/** Creates the root span of an ended session, with a link to the trace of its parent session. */
export function sessionSpan(id: string, session: SessionState): Span {
  const { fields, metadata, tags, customMetrics } = session;
  const { startedAt, endedAt, durationMs = 0, parentSessionId, failure, status } = fields;
  const startNs = startedAt === undefined ? toNs(endedAt) - msToNs(durationMs) : toNs(startedAt);
  const agent = fields.agentName ?? fields.name;
  return {
    traceId: traceIdOf(id),
    spanId: rootSpanIdOf(id),
    name: wellFormed(agent === undefined ? 'invoke_agent' : `invoke_agent ${agent}`),
    kind: spanKinds.internal,
    startNs,
    endNs: startNs + msToNs(durationMs),
    attributes: sanitize({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': agent,
      ...identityAttributes(session),
      'gen_ai.input.messages': inputMessages(fields.input),
      'gen_ai.output.messages': outputMessages(fields.output),
      'error.type': failure?.type ?? (status === 'failed' ? '_OTHER' : undefined),
      'sentrial.session.id': id,
      'sentrial.session.name': fields.name,
      'sentrial.status': status,
      'sentrial.reason': fields.reason ?? undefined,
      'sentrial.success': fields.success,
      'sentrial.metadata': Object.keys(metadata).length > 0 ? JSON.stringify(metadata) : undefined,
      'sentrial.tags': tags.length > 0 ? tags : undefined,
      ...Object.fromEntries(
        Object.entries(customMetrics).map(([name, value]) => [`sentrial.metric.${name}`, value]),
      ),
    }),
    events: exceptionEvents(failure, startNs + msToNs(durationMs)),
    links:
      parentSessionId === undefined
        ? []
        : [{ traceId: traceIdOf(parentSessionId), spanId: rootSpanIdOf(parentSessionId) }],
    status: statusOf(status === 'failed', failure),
  };
}

const operations: { readonly [kind in EventKind]?: string } = {
  llm: 'chat',
  tool: 'execute_tool',
  agent: 'invoke_agent',
  workflow: 'invoke_workflow',
};

function spanName({ kind, name, model }: SessionEvent): string {
  const operation = operations[kind];
  if (operation === undefined) return name;
  return `${operation} ${kind === 'llm' ? (model ?? name) : name}`;
}

function kindAttributes(event: SessionEvent): Attributes {
  const { kind, name, input, output } = event;
  const operation = { 'gen_ai.operation.name': operations[kind] };
  switch (kind) {
    case 'llm':
      return { ...operation, ...callAttributes(event) };
    case 'tool':
      return {
        ...operation,
        'gen_ai.tool.name': name,
        'gen_ai.tool.type': 'function',
        'gen_ai.tool.call.id': event.toolCallId,
        'gen_ai.tool.call.arguments': input === undefined ? undefined : textOf(input),
        'gen_ai.tool.call.result': output === undefined ? undefined : textOf(output),
      };
    case 'agent':
      return {
        ...operation,
        'gen_ai.agent.name': name,
        'gen_ai.input.messages': inputMessages(input),
        'gen_ai.output.messages': outputMessages(output),
      };
    default:
      return {
        ...operation,
        'gen_ai.workflow.name': kind === 'workflow' ? name : undefined,
        'sentrial.input': input === undefined ? undefined : textOf(input),
        'sentrial.output': output === undefined ? undefined : textOf(output),
      };
  }
}

function callAttributes(event: SessionEvent): Attributes {
  const { model, provider, finishReason, metadata, timeToFirstTokenMs: firstMs } = event;
  const responseModel = metadata?.responseModel;
  return {
    'gen_ai.provider.name': provider,
    'gen_ai.request.model': model,
    'gen_ai.response.model': typeof responseModel === 'string' ? responseModel : model,
    'gen_ai.response.finish_reasons': finishReason === undefined ? undefined : [finishReason],
    'gen_ai.response.time_to_first_chunk': firstMs === undefined ? undefined : firstMs / msPerSecond,
    'gen_ai.input.messages': inputMessages(event.input),
    'gen_ai.output.messages': outputMessages(event.output, finishReason),
    'sentrial.attempt': int(event.attempt),
    ...usageAttributes(event.usage),
    ...costAttributes(event.cost),
  };
}

/** Only model call spans carry token counts, because backends add up the counts of nested spans. */
function usageAttributes(usage: Usage | undefined): Attributes {
  if (!usage) return {};
  const written = (usage.cacheWrite5mTokens ?? 0) + (usage.cacheWrite1hTokens ?? 0);
  return {
    'gen_ai.usage.input_tokens': int(promptTokens(usage)),
    'gen_ai.usage.output_tokens': int(usage.outputTokens),
    'gen_ai.usage.cache_read.input_tokens': int(usage.cacheReadTokens),
    'gen_ai.usage.cache_creation.input_tokens': int(written || undefined),
    'gen_ai.usage.reasoning.output_tokens': int(usage.reasoningTokens),
  };
}

function costAttributes(cost: Cost | undefined): Attributes {
  if (!cost) return {};
  if (cost.status === 'unpriced') return { 'sentrial.cost.unpriced': cost.reason };
  return {
    'gen_ai.usage.cost': cost.totalPico / picoPerUsd,
    'sentrial.cost.pico_usd': int(cost.totalPico),
    'sentrial.cost.source': cost.source,
  };
}

const identityAttributes = ({ fields: { agentName, convoId, userId } }: SessionState): Attributes => ({
  'gen_ai.conversation.id': convoId,
  'session.id': convoId,
  'user.id': userId,
  'sentrial.agent.name': agentName,
});

function exceptionEvents(error: ErrorInfo | undefined, timeNs: bigint): readonly SpanEvent[] {
  if (!error) return [];
  const attributes = sanitize({
    'exception.type': error.type,
    'exception.message': error.message,
    'exception.stacktrace': error.stack,
  });
  return [{ name: 'exception', timeNs, attributes }];
}

const statusOf = (isError: boolean, error: ErrorInfo | undefined): Span['status'] => ({
  code: isError ? statusCodes.error : statusCodes.unset,
  ...(isError && error ? { message: wellFormed(error.message) } : {}),
});

const int = (value: number | undefined): bigint | undefined =>
  Number.isFinite(value) ? BigInt(Math.round(value as number)) : undefined;

const msPerSecond = 1000;
const nsPerMs = 1_000_000;

const msToNs = (ms: number): bigint => BigInt(Math.round(ms * nsPerMs));

function toNs(iso: string | undefined): bigint {
  const ms = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(ms) ? 0n : BigInt(ms) * BigInt(nsPerMs);
}

/** Replaces lone surrogates, which have no UTF-8 encoding. */
const wellFormed = (text: string): string => text.toWellFormed();

const sanitize = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      wellFormed(name),
      typeof value === 'string' ? wellFormed(value) : value,
    ]),
  );
