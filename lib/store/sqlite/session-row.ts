import {
  type Cost,
  completionTokens,
  emptySessionState,
  foldSession,
  type ItemRedaction,
  type Json,
  picoPerUsd,
  promptTokens,
  type RedactionCounts,
  type SessionEvent,
  type SessionFields,
  type SessionPatch,
  type SessionState,
} from '../../model/index.ts';
import type {
  RedactionSummary,
  RedactionTotals,
  SessionDetail,
  SessionSummary,
  Totals,
} from '../../query/index.ts';
import { previewOf } from '../preview.ts';
import type { Driver, Row } from './driver.ts';

/** Sums over the events of a session. */
interface Sums {
  eventCount: number;
  llmCount: number;
  toolCount: number;
  errorCount: number;
  promptTokens: number;
  completionTokens: number;
  /** An integer as text. See {@link Totals}. */
  costPico: string;
  unpricedCalls: number;
  /** Absent in rows of earlier versions, and when there are none. */
  incompleteCalls?: number;
}

/** A session's row during a transaction. */
export interface SessionRow {
  state: SessionState;
  readonly sums: Sums;
  redaction: RedactionSummary;
  readonly receivedMs: number;
  /** Whether another session continued this one. */
  readonly continued: boolean;
}

const maxInt64 = 2n ** 63n - 1n;
const noRedaction: RedactionTotals = { policies: [], scanned: 0, redacted: 0, withheld: 0 };

/** The columns that {@link toSummary} reads. */
export const summaryColumns = `id, n, name, agent_name, user_id, started_ms, input_preview, output_preview, state,
  sums, redaction, received_ms, continued`;

/** The columns that {@link toDetail} reads. */
export const detailColumns = `${summaryColumns}, input, output`;

/** Returns the row of a session, or a new one. */
export function readSessionRow(driver: Driver, project: string, id: string): SessionRow {
  const row = driver.get(`SELECT ${detailColumns} FROM sessions WHERE project = ? AND id = ?`, project, id);
  return row ? fromRow(row) : freshRow();
}

const noSums: Sums = {
  eventCount: 0,
  llmCount: 0,
  toolCount: 0,
  errorCount: 0,
  promptTokens: 0,
  completionTokens: 0,
  costPico: '0',
  unpricedCalls: 0,
};

const freshRow = (): SessionRow => ({
  state: emptySessionState,
  sums: { ...noSums },
  redaction: noRedaction,
  receivedMs: Date.now(),
  continued: false,
});

function fromRow(row: Row): SessionRow {
  const state = JSON.parse(String(row.state)) as SessionState;
  return {
    state: {
      ...state,
      fields: { ...state.fields, input: parseJson(row.input), output: parseJson(row.output) },
    },
    sums: JSON.parse(String(row.sums)) as Sums,
    redaction: JSON.parse(String(row.redaction)) as RedactionSummary,
    receivedMs: Number(row.received_ms),
    continued: row.continued === 1,
  };
}

/** Applies new patches. */
export function applyPatches(row: SessionRow, patches: readonly SessionPatch[]): void {
  row.state = foldSession(row.state, patches);
  for (const { redaction } of patches) row.redaction = addRedaction(row.redaction, redaction);
}

/** Adds a new event to the sums. */
export function applyEvent(row: SessionRow, event: SessionEvent): void {
  const { sums } = row;
  sums.eventCount++;
  if (event.kind === 'llm') sums.llmCount++;
  if (event.kind === 'tool') sums.toolCount++;
  if (event.status === 'error') sums.errorCount++;
  if (event.usage) {
    sums.promptTokens += promptTokens(event.usage);
    sums.completionTokens += completionTokens(event.usage);
  }
  countCost(sums, event, event.cost, 1);
  row.redaction = addRedaction(row.redaction, event.redaction);
}

type CountedEvent = Pick<SessionEvent, 'kind' | 'status' | 'cost'>;

/** Replaces the cost of an event in the sums. */
export function replaceCost({ sums }: SessionRow, event: CountedEvent, after: Cost | undefined): void {
  countCost(sums, event, event.cost, -1);
  countCost(sums, event, after, 1);
}

function countCost(sums: Sums, event: CountedEvent, cost: Cost | undefined, times: 1 | -1): void {
  if (cost?.status === 'priced') {
    sums.costPico = String(BigInt(sums.costPico) + BigInt(cost.totalPico * times));
    if (cost.incomplete) addIncomplete(sums, times);
  } else if (cost || (event.kind === 'llm' && event.status === 'ok')) sums.unpricedCalls += times;
}

function addIncomplete(sums: Sums, calls: number): void {
  sums.incompleteCalls = (sums.incompleteCalls ?? 0) + calls;
  if (sums.incompleteCalls === 0) delete sums.incompleteCalls;
}

/** Adds the sums and redaction counts of another session. */
export function addSums(row: SessionRow, other: SessionRow): void {
  const { sums } = row;
  sums.eventCount += other.sums.eventCount;
  sums.llmCount += other.sums.llmCount;
  sums.toolCount += other.sums.toolCount;
  sums.errorCount += other.sums.errorCount;
  sums.promptTokens += other.sums.promptTokens;
  sums.completionTokens += other.sums.completionTokens;
  sums.costPico = String(BigInt(sums.costPico) + BigInt(other.sums.costPico));
  sums.unpricedCalls += other.sums.unpricedCalls;
  if (other.sums.incompleteCalls) addIncomplete(sums, other.sums.incompleteCalls);
  row.redaction = addRedactions(row.redaction, other.redaction);
}

const addRedaction = (sum: RedactionSummary, item: ItemRedaction | undefined): RedactionSummary =>
  item
    ? addRedactions(sum, { ...totalsOfOne(item), collector: item.collector && totalsOfOne(item.collector) })
    : sum;

const totalsOfOne = ({ policy, scanned, redacted, withheld }: RedactionCounts): RedactionTotals => ({
  policies: [policy],
  scanned,
  redacted,
  withheld,
});

const addRedactions = (a: RedactionSummary, b: RedactionSummary): RedactionSummary => ({
  ...addTotals(a, b),
  ...(a.collector || b.collector
    ? { collector: addTotals(a.collector ?? noRedaction, b.collector ?? noRedaction) }
    : {}),
});

const addTotals = (a: RedactionTotals, b: RedactionTotals): RedactionTotals => ({
  policies: [...new Set([...a.policies, ...b.policies])].sort(),
  scanned: a.scanned + b.scanned,
  redacted: a.redacted + b.redacted,
  withheld: a.withheld + b.withheld,
});

const writeSql = `
INSERT INTO sessions (project, id, name, agent_name, user_id, convo_id, status, started_ms, duration_ms, input,
  output, input_preview, output_preview, state, sums, prompt_tokens, completion_tokens, cost_pico, unpriced_calls,
  redaction, received_ms, run_id, continued)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (project, id) DO UPDATE SET name = excluded.name, agent_name = excluded.agent_name,
  user_id = excluded.user_id, convo_id = excluded.convo_id, status = excluded.status,
  started_ms = excluded.started_ms, duration_ms = excluded.duration_ms, input = excluded.input,
  output = excluded.output, input_preview = excluded.input_preview, output_preview = excluded.output_preview,
  state = excluded.state, sums = excluded.sums, prompt_tokens = excluded.prompt_tokens,
  completion_tokens = excluded.completion_tokens, cost_pico = excluded.cost_pico,
  unpriced_calls = excluded.unpriced_calls, redaction = excluded.redaction, run_id = excluded.run_id,
  continued = excluded.continued`;

/** Writes a session's row. */
export function writeSessionRow(driver: Driver, project: string, id: string, row: SessionRow): void {
  const { state, sums, redaction, receivedMs, continued } = row;
  const { input, output, ...fields } = state.fields;
  const totals = totalsOf(row);
  const costPico = BigInt(totals.costPico);
  driver.run(
    writeSql,
    project,
    id,
    fields.name ?? fields.agentName ?? id,
    fields.agentName ?? '',
    fields.userId ?? 'anonymous',
    fields.convoId ?? null,
    fields.status ?? 'running',
    startedMs(fields.startedAt, receivedMs),
    spanOf(row).durationMs ?? null,
    input === undefined ? null : JSON.stringify(input),
    output === undefined ? null : JSON.stringify(output),
    previewOf(input) ?? null,
    previewOf(output) ?? null,
    JSON.stringify({ ...state, fields }),
    JSON.stringify(sums),
    Math.min(totals.promptTokens, Number.MAX_SAFE_INTEGER),
    Math.min(totals.completionTokens, Number.MAX_SAFE_INTEGER),
    costPico > maxInt64 ? maxInt64 : costPico,
    totals.unpricedCalls,
    JSON.stringify(redaction),
    receivedMs,
    fields.runId ?? null,
    Number(continued),
  );
}

function startedMs(startedAt: string | undefined, receivedMs: number): number {
  const ms = startedAt === undefined ? Number.NaN : Date.parse(startedAt);
  return Number.isNaN(ms) ? receivedMs : ms;
}

/**
 * Returns the end and duration of a session. A continued session lasts until its last end, including
 * suspensions.
 */
function spanOf({ state, continued }: SessionRow): Pick<SessionFields, 'endedAt' | 'durationMs'> {
  const { status, startedAt, endedAt, durationMs } = state.fields;
  if (!continued) return { endedAt, durationMs };
  if (status === 'running' || startedAt === undefined || endedAt === undefined) return {};
  return { endedAt, durationMs: Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)) };
}

/** Converts a row of {@link summaryColumns} to a list element. */
export function toSummary(row: Row): SessionSummary {
  const session = fromRow(row);
  const { sums } = session;
  const { fields } = session.state;
  return {
    id: String(row.id),
    name: String(row.name),
    agentName: String(row.agent_name),
    userId: String(row.user_id),
    status: fields.status ?? 'running',
    convoId: fields.convoId,
    reason: fields.reason ?? undefined,
    success: fields.success,
    failure: fields.failure,
    startedAt: new Date(Number(row.started_ms)).toISOString(),
    ...spanOf(session),
    inputPreview: textOf(row.input_preview),
    outputPreview: textOf(row.output_preview),
    eventCount: sums.eventCount,
    llmCount: sums.llmCount,
    toolCount: sums.toolCount,
    errorCount: sums.errorCount,
    totals: totalsOf(session),
  };
}

/** Converts a row of {@link detailColumns} to a full session. */
export function toDetail(row: Row): SessionDetail {
  const { state, redaction } = fromRow(row);
  const { input, output, parentSessionId, runId, continuesRun, sdk } = state.fields;
  return {
    ...toSummary(row),
    input,
    output,
    metadata: state.metadata,
    tags: state.tags,
    customMetrics: state.customMetrics,
    parentSessionId,
    runId,
    continuesRun,
    sdk,
    redaction,
  };
}

/** Returns the sums over the events, or the totals that the client reported when no event has any. */
function totalsOf({ state, sums }: SessionRow): Totals {
  const { reportedTokens, reportedCostUsd } = state.fields;
  const hasTokens = sums.promptTokens + sums.completionTokens > 0;
  const hasCost = sums.costPico !== '0' || reportedCostUsd === undefined;
  return {
    promptTokens: hasTokens ? sums.promptTokens : (reportedTokens?.prompt ?? 0),
    completionTokens: hasTokens ? sums.completionTokens : (reportedTokens?.completion ?? 0),
    costPico: hasCost ? sums.costPico : String(BigInt(Math.round(reportedCostUsd * picoPerUsd))),
    unpricedCalls: hasCost ? sums.unpricedCalls : 0,
    ...(hasCost && sums.incompleteCalls ? { incompleteCalls: sums.incompleteCalls } : {}),
  };
}

const parseJson = (text: unknown): Json | undefined =>
  typeof text === 'string' ? (JSON.parse(text) as Json) : undefined;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
