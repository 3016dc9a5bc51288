import type { z } from 'zod';
import {
  type Cost,
  type EventKind,
  isObject,
  type JsonObject,
  picoPerUsd,
  type SessionEvent,
  type SessionFields,
  type SessionPatch,
  type Usage,
} from '../../model/index.ts';
import { clientSource } from '../../pricing/index.ts';
import {
  convoId,
  type createEventBody,
  type createSessionBody,
  tokens,
  type updateSessionBody,
} from './wire.ts';

/** Returns increasing revisions for patches without one. */
export function createRevisions(now: () => number = Date.now): () => number {
  let last = 0;
  return () => {
    last = Math.max(last + 1, now() * 1000);
    return last;
  };
}

/**
 * Converts the body of `POST /api/sdk/sessions`. Python clients send input and conversation in the metadata.
 */
export function sessionStart(
  id: string,
  revision: number,
  now: Date,
  body: z.infer<typeof createSessionBody>,
): SessionPatch {
  const metadata = (body.metadata ?? {}) as JsonObject;
  return {
    type: 'session',
    id,
    revision,
    set: {
      name: body.name,
      agentName: body.agentName,
      userId: body.userId,
      parentSessionId: body.parentSessionId ?? undefined,
      convoId: convoId.safeParse(body.convoId ?? metadata.convo_id).data,
      input: metadata.input,
      status: 'running',
      startedAt: now.toISOString(),
    },
    metadata,
  };
}

/** Converts the body of `PATCH /api/sdk/sessions/{id}`. */
export function sessionUpdate(
  id: string,
  revision: number,
  now: Date,
  body: z.infer<typeof updateSessionBody>,
): SessionPatch {
  const status = body.status ?? statusOf(body.success);
  return {
    type: 'session',
    id,
    revision,
    set: {
      status,
      success: body.success ?? (status && status === 'completed'),
      failure: body.failureReason ? { type: 'Error', message: body.failureReason } : undefined,
      input: body.userInput ?? undefined,
      output: body.assistantOutput ?? body.output ?? undefined,
      durationMs: body.durationMs ?? undefined,
      endedAt: status && now.toISOString(),
      reportedCostUsd: body.estimatedCost ?? undefined,
      reportedTokens: reportedTokens(body),
    },
    metadata: (body.metadata ?? undefined) as JsonObject | undefined,
    customMetrics: body.customMetrics ?? undefined,
  };
}

const statusOf = (success: boolean | null | undefined) =>
  typeof success === 'boolean' ? (success ? 'completed' : 'failed') : undefined;

function reportedTokens(body: z.infer<typeof updateSessionBody>): SessionFields['reportedTokens'] {
  const prompt = body.promptTokens ?? undefined;
  const completion = body.completionTokens ?? undefined;
  const total = body.totalTokens ?? undefined;
  return prompt === undefined && completion === undefined && total === undefined
    ? undefined
    : { prompt, completion, total };
}

const llmName = /^llm:([^:]*):(.*)$/;

/** Converts the body of `POST /api/sdk/events`. */
export function sessionEvent(
  id: string,
  revision: number,
  now: Date,
  body: z.infer<typeof createEventBody>,
): SessionEvent {
  const metadata = (body.metadata ?? {}) as JsonObject;
  const durationMs = typeof metadata.duration_ms === 'number' ? Math.max(0, metadata.duration_ms) : 0;
  const kind = kindOf(body);
  const [, provider, model] = llmName.exec(body.toolName ?? '') ?? [];
  return {
    type: 'event',
    id,
    sessionId: body.sessionId,
    sequence: revision,
    kind,
    name: body.toolName ?? kind,
    startedAt: new Date(now.getTime() - durationMs).toISOString(),
    durationMs,
    status: body.eventType === 'error' ? 'error' : 'ok',
    ...contentOf(body),
    error: body.toolError
      ? {
          type: body.toolError.type ?? 'Error',
          message: body.toolError.message,
          stack: body.toolError.stack_trace ?? undefined,
        }
      : undefined,
    ...(kind === 'llm' ? { provider, model, usage: usageOf(metadata, body.toolOutput) } : {}),
    cost: costOf(body, model),
    metadata,
  };
}

function kindOf({ eventType, toolName }: z.infer<typeof createEventBody>): EventKind {
  if (toolName && llmName.test(toolName)) return 'llm';
  if (eventType === 'llm_decision') return 'decision';
  if (eventType === 'state_change') return 'state';
  return eventType === 'error' && !toolName ? 'error' : 'tool';
}

function contentOf(body: z.infer<typeof createEventBody>): Pick<SessionEvent, 'input' | 'output'> {
  const { reasoning, alternativesConsidered, confidence, stateBefore, stateAfter } = body;
  const content =
    body.eventType === 'llm_decision'
      ? {
          input: alternativesConsidered ? { alternativesConsidered } : undefined,
          output: { reasoning, confidence },
        }
      : body.eventType === 'state_change'
        ? { input: stateBefore, output: stateAfter }
        : { input: body.toolInput, output: body.toolOutput };
  return content as Pick<SessionEvent, 'input' | 'output'>;
}

function usageOf(metadata: JsonObject, toolOutput: unknown): Usage | undefined {
  const reported = isObject(toolOutput) && isObject(toolOutput.tokens) ? toolOutput.tokens : {};
  const inputTokens = metadata.prompt_tokens ?? reported.prompt;
  const outputTokens = metadata.completion_tokens ?? reported.completion;
  return areTokens(inputTokens) && areTokens(outputTokens) ? { inputTokens, outputTokens } : undefined;
}

const areTokens = (value: unknown): value is number => tokens.safeParse(value).success;

function costOf(
  { estimatedCost }: z.infer<typeof createEventBody>,
  model: string | undefined,
): Cost | undefined {
  if (!estimatedCost) return undefined;
  const totalPico = Math.round(estimatedCost * picoPerUsd);
  return { status: 'priced', totalPico, parts: {}, modelId: model ?? '', source: clientSource };
}
