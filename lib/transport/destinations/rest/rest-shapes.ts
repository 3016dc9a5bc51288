import {
  type Cost,
  isObject,
  type Json,
  picoPerUsd,
  promptTokens,
  type SessionEvent,
  type SessionFields,
  type SessionPatch,
  type SessionState,
  type Usage,
} from '../../../model/index.ts';
import { spanIdOf, traceIdOf } from '../../../otlp/index.ts';

/** Totals of a session's model calls. */
export interface Totals {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costPico: number;
}

/** Totals without calls. */
export const noTotals: Totals = { promptTokens: 0, completionTokens: 0, costPico: 0 };

/** Returns the totals with one more event. */
export const withEvent = (totals: Totals, { usage, cost }: SessionEvent): Totals => ({
  promptTokens: totals.promptTokens + (usage ? promptTokens(usage) : 0),
  completionTokens: totals.completionTokens + (usage?.outputTokens ?? 0),
  costPico: totals.costPico + picoOf(cost),
});

/**
 * Returns the body of `POST /api/sdk/sessions`. Its metadata contains our own id, which identifies a session
 * that was created twice because the first answer was lost.
 */
export function sessionBody(
  id: string,
  { fields, metadata }: SessionState,
  parentSessionId: string | undefined,
): Record<string, unknown> {
  const name = fields.name ?? fields.agentName ?? 'session';
  return {
    name,
    agentName: fields.agentName ?? name,
    userId: fields.userId ?? 'anonymous',
    convoId: fields.convoId,
    parentSessionId,
    metadata: { ...metadata, 'sentrial.session_id': id },
  };
}

/** Returns the body of `PATCH /api/sdk/sessions/{id}` for an ended session, or nothing for a running one. */
export function endBody({ fields, customMetrics }: SessionState, totals: Totals): object | undefined {
  const { status, failure, reason, durationMs, input, output } = fields;
  if (status === undefined || status === 'running') return undefined;
  const isCompleted = status === 'completed';
  const tokens = totals.promptTokens + totals.completionTokens;
  return {
    status: isCompleted ? 'completed' : 'failed',
    success: fields.success ?? isCompleted,
    failureReason: isCompleted ? undefined : (failure?.message ?? reason ?? status),
    durationMs,
    estimatedCost: totals.costPico > 0 ? totals.costPico / picoPerUsd : undefined,
    ...(tokens > 0
      ? { promptTokens: totals.promptTokens, completionTokens: totals.completionTokens, totalTokens: tokens }
      : {}),
    customMetrics: Object.keys(customMetrics).length > 0 ? customMetrics : undefined,
    userInput: textOf(input),
    assistantOutput: textOf(output),
  };
}

/** Returns the body of `PATCH /api/sdk/sessions/{id}` for the additions of a patch, if there are any. */
export function additionBody({ set = {}, metadata, tags, customMetrics }: SessionPatch): object | undefined {
  const additions: { readonly [key: string]: Json } = {
    ...metadata,
    ...(tags ? { 'sentrial.tags': tags } : {}),
    ...identityOf(set),
  };
  const addsMetadata = Object.keys(additions).length > 0;
  const addsMetrics = customMetrics !== undefined && Object.keys(customMetrics).length > 0;
  if (!addsMetadata && !addsMetrics) return undefined;
  return { ...(addsMetadata ? { metadata: additions } : {}), ...(addsMetrics ? { customMetrics } : {}) };
}

const identityOf = ({ userId, convoId }: SessionFields): { readonly [key: string]: Json } => ({
  ...(userId === undefined ? {} : { 'sentrial.user_id': userId }),
  ...(convoId === undefined ? {} : { 'sentrial.convo_id': convoId }),
});

/** Returns the body of `POST /api/sdk/events`. */
export function eventBody(event: SessionEvent, sessionId: string): Record<string, unknown> {
  const { error, status, cost, usage } = event;
  return {
    sessionId,
    ...(status === 'error' || event.kind === 'error' ? { eventType: 'error' } : typeOf(event)),
    toolName: event.name,
    ...contentOf(event),
    toolError: error && { message: error.message, type: error.type, stack_trace: error.stack },
    estimatedCost: picoOf(cost) / picoPerUsd,
    tokenCount: usage && promptTokens(usage) + usage.outputTokens,
    traceId: traceIdOf(event.sessionId),
    spanId: spanIdOf(event.id),
    metadata: { ...event.metadata, ...measurements(event) },
  };
}

const typeOf = ({ kind }: SessionEvent): { readonly eventType: string } => {
  if (kind === 'decision') return { eventType: 'llm_decision' };
  return { eventType: kind === 'state' ? 'state_change' : 'tool_call' };
};

function contentOf({ kind, input, output, model, provider, usage, cost }: SessionEvent): object {
  if (kind === 'decision') return { reasoning: textOf(output ?? input), toolInput: asObject(input, 'value') };
  if (kind === 'state') {
    return { stateBefore: asObject(input, 'value'), stateAfter: asObject(output, 'value') };
  }
  if (kind !== 'llm') return { toolInput: asObject(input, 'value'), toolOutput: asObject(output, 'result') };
  const messages = isObject(input) && 'messages' in input ? input.messages : input;
  return {
    toolInput: { messages, model, provider },
    toolOutput: {
      content: isObject(output) && typeof output.text === 'string' ? output.text : textOf(output),
      tokens: usage && tokensOf(usage),
      cost_usd: picoOf(cost) / picoPerUsd,
    },
    reasoning: `LLM call to ${provider} ${model}`,
  };
}

const tokensOf = (usage: Usage) => ({
  prompt: promptTokens(usage),
  completion: usage.outputTokens,
  total: promptTokens(usage) + usage.outputTokens,
});

function measurements(event: SessionEvent): Record<string, unknown> {
  const { usage } = event;
  return {
    provider: event.provider,
    model: event.model,
    duration_ms: event.durationMs,
    ...(usage ? { prompt_tokens: promptTokens(usage), completion_tokens: usage.outputTokens } : {}),
    'sentrial.event_id': event.id,
    'sentrial.parent_event_id': event.parentEventId,
    'sentrial.kind': event.kind,
    'sentrial.started_at': event.startedAt,
  };
}

const picoOf = (cost: Cost | undefined): number => (cost?.status === 'priced' ? cost.totalPico : 0);

const textOf = (value: unknown): string | undefined =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value);

const asObject = (value: Json | undefined, key: string): unknown =>
  value === undefined || isObject(value) ? value : { [key]: value };
