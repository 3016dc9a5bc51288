import { isObject, TracerError } from '../../model/index.ts';
import { type Clock, systemClock } from '../../primitives/index.ts';
import { type HttpReply, isLoopback } from '../http/http-client.ts';
import { tlsAdvice } from '../http/tls-advice.ts';
import type { PostResult, RefusedItem } from './poster.ts';

const transientStatuses = new Set([408, 425, 429, 500, 502, 503, 504, 507]);
const unknownRouteStatuses = new Set([404, 405]);
const minWaitMs = 1000;
const maxWaitMs = 300_000;

/** Instructions for the developer, one or two sentences each. */
export interface Advice {
  /** The key was refused. */
  readonly wrongKey: string;
  /** A key is required and none was sent. */
  readonly noKey: string;
  /** The URL does not accept such requests. */
  readonly wrongAddress: string;
  /** Nothing answers on this machine. */
  readonly notRunning: string;
  /** Nothing answers on another machine. */
  readonly notReached: string;
}

const collectorAdvice: Advice = {
  wrongKey: 'Check SENTRIAL_API_KEY or the `apiKey` option.',
  noKey: 'The API key is missing. Set SENTRIAL_API_KEY or the `apiKey` option.',
  wrongAddress: 'This is not a Sentrial collector. Check SENTRIAL_API_URL or the `apiUrl` option.',
  notRunning: 'Start it with `npx sentrial serve`, or set SENTRIAL_API_URL to its URL.',
  notReached: 'Check SENTRIAL_API_URL and the network.',
};

/** The request that a response belongs to. */
interface SentRequest {
  readonly address: URL;
  readonly hadKey: boolean;
  /** @default advice for a collector */
  readonly advice?: Advice;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
}

/** Returns what a response means for the batch of `items` that was sent. */
export function classifyResponse(reply: HttpReply, items: number, request: SentRequest): PostResult {
  const { address, hadKey, advice = collectorAdvice, clock = systemClock } = request;
  const { status, text } = reply;
  if (status >= 200 && status < 300) return { status: 'stored', refused: refusedOf(text, items) };
  const said = `${address.origin} answered ${status}${messageOf(text)}.`;
  if (status === 401 || status === 403) {
    const toDo = hadKey ? advice.wrongKey : advice.noKey;
    return { status: 'blocked', problem: new TracerError('unauthorized', `${said} ${toDo}`) };
  }
  if (status === 413) return { status: 'too-large', problem: new TracerError('refused', said) };
  if (status === 400 || status === 422)
    return { status: 'refused', problem: new TracerError('refused', said) };
  if (transientStatuses.has(status)) {
    return {
      status: 'retry',
      problem: new TracerError('unreachable', said),
      stored: 0,
      ...waitOf(reply, clock),
    };
  }
  const problem = new TracerError('refused', `${said} ${advice.wrongAddress}`);
  return { status: 'blocked', problem, isUnknownRoute: unknownRouteStatuses.has(status) };
}

/** Returns what a missing response means for a batch. */
export function classifyFailure(
  address: URL,
  cause: unknown,
  advice: Advice = collectorAdvice,
): PostResult & { status: 'retry' } {
  const { code, message } = cause as CodedError;
  const text = `No collector answers at ${address.origin} (${code ?? message}). ${adviceFor(address, cause as CodedError, advice)}`;
  return { status: 'retry', problem: new TracerError('unreachable', text, { cause }), stored: 0 };
}

interface CodedError {
  readonly code?: string;
  readonly message?: string;
}

function adviceFor(address: URL, cause: CodedError, advice: Advice): string {
  const secure = tlsAdvice(cause);
  if (secure !== undefined) return secure;
  return isLoopback(address) ? advice.notRunning : advice.notReached;
}

function waitOf({ headers }: HttpReply, clock: Clock): { readonly afterMs?: number } {
  const retryAfter = headers['retry-after'];
  if (retryAfter === undefined) return {};
  const seconds = Number(retryAfter);
  const ms = Number.isNaN(seconds) ? Date.parse(retryAfter) - clock.wallMs() : seconds * 1000;
  return Number.isNaN(ms) ? {} : { afterMs: Math.min(maxWaitMs, Math.max(minWaitMs, ms)) };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function messageOf(text: string): string {
  const { message } = parse(text);
  return typeof message === 'string' ? ` (${message.slice(0, 200).replace(/\.$/, '')})` : '';
}

function refusedOf(text: string, items: number): readonly RefusedItem[] {
  const { refused } = parse(text);
  if (!Array.isArray(refused)) return [];
  const reasons = new Map<number, string>();
  for (const entry of refused as readonly unknown[]) {
    if (!isObject(entry) || !Number.isInteger(entry.index)) continue;
    const index = entry.index as number;
    if (index >= 0 && index < items) reasons.set(index, String(entry.reason));
  }
  return [...reasons].map(([index, reason]) => ({ index, reason }));
}
