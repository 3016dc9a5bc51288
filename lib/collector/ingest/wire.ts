import { z } from 'zod/v4';
import {
  type BatchItem,
  type Cost,
  type CostPart,
  costParts,
  dropReasons,
  type ErrorInfo,
  eventKinds,
  eventStatuses,
  isObject,
  type RedactionCounts,
  type SessionEvent,
  type SessionPatch,
  sessionReasons,
  sessionStatuses,
  type Usage,
  unpricedReasons,
} from '../../model/index.ts';

const name = z.string().max(1024);
/** A name that must stay distinct. Storage replaces lone surrogates, so that two names could become equal. */
const key = name.refine((text) => text.isWellFormed(), 'is not well-formed text');
/** A key that can be part of a URL path. `.` and `..` have another meaning there. */
const segment = key.refine((text) => text !== '.' && text !== '..', 'cannot be part of an address');
const id = segment.min(1).max(128);
/** The id of a conversation. */
export const convoId = segment;
const text = z.string();
const time = z.iso.datetime({ offset: true });
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const maxTokens = 1e9;
/** Tokens of one part of a model call or session. Larger numbers are mistakes. */
export const tokens = z.number().int().min(0).max(maxTokens);
const maxMs = 1e12;
/** Milliseconds up to 31 years, so that calculated times stay valid dates. */
const ms = z.number().min(0).max(maxMs);
/** US dollars up to a limit at which sums in pico-dollars can be stored. */
const usd = z.number().min(0).max(1e6);
/** Not copied, since a copy would lose a key such as `__proto__`. */
const values = z.custom<Record<string, unknown>>(isObject, 'expected an object');

/** Measurements that published clients send in the metadata of an event, with their limits. */
const measurements = { duration_ms: maxMs, prompt_tokens: maxTokens, completion_tokens: maxTokens };
const eventMetadata = values.superRefine((metadata, context) => {
  for (const [key, max] of Object.entries(measurements)) {
    const value = metadata[key];
    if (typeof value === 'number' && value > max)
      context.addIssue({ code: 'custom', path: [key], message: `Too big: expected number to be <=${max}` });
  }
});

const errorInfo = z.object({
  type: text,
  message: text,
  stack: text.optional(),
}) satisfies z.ZodType<ErrorInfo>;
const redaction = z.object({
  policy: name,
  scanned: count,
  redacted: count,
  withheld: count,
}) satisfies z.ZodType<RedactionCounts>;

const usage = z.object({
  inputTokens: tokens,
  cacheReadTokens: tokens.optional(),
  audioCacheReadTokens: tokens.optional(),
  cacheWrite5mTokens: tokens.optional(),
  cacheWrite1hTokens: tokens.optional(),
  audioInputTokens: tokens.optional(),
  imageInputTokens: tokens.optional(),
  outputTokens: tokens,
  audioOutputTokens: tokens.optional(),
  imageOutputTokens: tokens.optional(),
  reasoningTokens: tokens.optional(),
  serviceTier: name.optional(),
  units: z.record(z.string(), tokens).optional(),
}) satisfies z.ZodType<Usage>;

/** A newer client can send parts that this collector does not know. */
const isCostPart = (part: string): part is CostPart => (costParts as readonly string[]).includes(part);

const cost = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('priced'),
    totalPico: count,
    parts: z.record(z.string(), count),
    modelId: name,
    source: name,
    checked: name.optional(),
    isStale: z.literal(true).optional(),
    from: name.optional(),
    tier: name.optional(),
    serviceTier: name.optional(),
    incomplete: z
      .array(name)
      .transform((parts) => parts.filter(isCostPart))
      .optional(),
    reportedPico: count.optional(),
  }),
  z.object({
    status: z.literal('unpriced'),
    reason: z.enum(unpricedReasons),
    modelId: name,
    serviceTier: name.optional(),
    reportedPico: count.optional(),
  }),
]) satisfies z.ZodType<Cost>;

const event = z.object({
  type: z.literal('event'),
  id,
  sessionId: id,
  parentEventId: id.optional(),
  sequence: count,
  kind: z.enum(eventKinds),
  name,
  startedAt: time,
  durationMs: ms,
  status: z.enum(eventStatuses),
  input: z.unknown().optional(),
  output: z.unknown().optional(),
  error: errorInfo.optional(),
  model: name.optional(),
  provider: name.optional(),
  finishReason: name.optional(),
  toolCallId: name.optional(),
  attempt: count.optional(),
  timeToFirstTokenMs: ms.optional(),
  usage: usage.optional(),
  cost: cost.optional(),
  metadata: values.optional(),
  late: z.boolean().optional(),
  redaction: redaction.optional(),
}) satisfies z.ZodType<SessionEvent<unknown>>;

const sessionPatch = z.object({
  type: z.literal('session'),
  id,
  revision: count,
  set: z
    .object({
      name,
      agentName: name,
      userId: key,
      convoId,
      parentSessionId: id,
      status: z.enum(sessionStatuses),
      reason: z.enum(sessionReasons).nullable(),
      success: z.boolean(),
      failure: errorInfo,
      input: z.unknown(),
      output: z.unknown(),
      startedAt: time,
      endedAt: time,
      durationMs: ms,
      runId: key,
      continuesRun: key,
      sdk: z.object({ name, version: name }),
    })
    .partial()
    .optional(),
  metadata: values.optional(),
  tags: z.array(name).max(1000).optional(),
  customMetrics: z.record(z.string(), z.number()).optional(),
  redaction: redaction.optional(),
}) satisfies z.ZodType<SessionPatch<unknown>>;

/** One item of a batch. Unknown fields are removed. */
export const batchItem = z.discriminatedUnion('type', [event, sessionPatch]) satisfies z.ZodType<
  BatchItem<unknown>
>;

/** The body of `POST /api/sdk/batch`. Items are checked one by one, so that only a bad one is refused. */
export const batchBody = z.object({ items: z.array(z.unknown()).max(1000), client: z.unknown().optional() });

/** The sender's report in a batch. An invalid report does not affect the items. */
export const clientReport = z.object({
  id,
  stats: z.object({
    accepted: count,
    stored: count,
    queued: count,
    spooled: count,
    dropped: z.record(z.enum(dropReasons), count),
    recovered: count,
    truncated: count,
    withheld: count,
  }),
});

/** The body of `POST /api/sdk/sessions`. */
export const createSessionBody = z.object({
  name,
  agentName: name,
  userId: key,
  metadata: values.nullish(),
  parentSessionId: id.nullish(),
  convoId: convoId.nullish(),
});

/** The body of `PATCH /api/sdk/sessions/{id}`. */
export const updateSessionBody = z.object({
  status: z.enum(['completed', 'failed']).nullish(),
  success: z.boolean().nullish(),
  failureReason: text.nullish(),
  estimatedCost: usd.nullish(),
  durationMs: ms.nullish(),
  promptTokens: tokens.nullish(),
  completionTokens: tokens.nullish(),
  totalTokens: tokens.nullish(),
  customMetrics: z.record(z.string(), z.number()).nullish(),
  userInput: text.nullish(),
  assistantOutput: text.nullish(),
  output: text.nullish(),
  metadata: values.nullish(),
});

/** The body of `POST /api/sdk/events`. */
export const createEventBody = z.object({
  sessionId: id,
  eventType: z.enum(['tool_call', 'llm_decision', 'state_change', 'error']),
  toolName: name.nullish(),
  toolInput: z.unknown().optional(),
  toolOutput: z.unknown().optional(),
  toolError: z.object({ message: text, type: text.nullish(), stack_trace: text.nullish() }).nullish(),
  reasoning: text.nullish(),
  alternativesConsidered: z.array(text).nullish(),
  confidence: z.number().min(0).max(1).nullish(),
  estimatedCost: usd.nullish(),
  tokenCount: tokens.nullish(),
  metadata: eventMetadata.nullish(),
  stateBefore: z.unknown().optional(),
  stateAfter: z.unknown().optional(),
});

/** Returns the first problem of a body in one line, with its place. */
export function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'The body is invalid';
  const place = issue.path.map(String).join('.');
  return place ? `${place}: ${issue.message}` : issue.message;
}
