import { isObject, TracerError } from '../../model/index.ts';
import { type HttpReply, isLoopback } from '../http/http-client.ts';
import { tlsAdvice } from '../http/tls-advice.ts';
import type { PostResult, RefusedItem } from './poster.ts';

const passing = new Set([408, 425, 429, 500, 502, 503, 504, 507]);
const shortestWaitMs = 1000;
const longestWaitMs = 300_000;

/** What is told to whoever has to mend something, each a sentence or two. */
export interface Advice {
  /** When a key was sent and not taken. */
  readonly wrongKey: string;
  /** When none was sent and one is asked for. */
  readonly noKey: string;
  /** When the address takes nothing of the kind. */
  readonly wrongAddress: string;
  /** When nobody answers on this machine. */
  readonly notRunning: string;
  /** When nobody answers on another. */
  readonly notReached: string;
}

const collectorAdvice: Advice = {
  wrongKey: 'Check SENTRIAL_API_KEY, or the apiKey option.',
  noKey: 'No API key was given: set SENTRIAL_API_KEY, or the apiKey option.',
  wrongAddress: 'Is this the address of a Sentrial collector? Check SENTRIAL_API_URL, or the apiUrl option.',
  notRunning: 'Start it with `npx sentrial serve`, or set SENTRIAL_API_URL to where it runs.',
  notReached: 'Check SENTRIAL_API_URL and the network.',
};

/** Where a batch was sent, whether with a key, and what to advise when that was no use. */
interface Asked {
  readonly address: URL;
  readonly hadKey: boolean;
  /** @default that for a collector */
  readonly advice?: Advice;
}

/** What an answer means for the batch of `items` that was sent. */
export function classifyResponse(reply: HttpReply, items: number, asked: Asked): PostResult {
  const { address, hadKey, advice = collectorAdvice } = asked;
  const { status, text } = reply;
  if (status >= 200 && status < 300) return { status: 'stored', refused: refusedOf(text, items) };
  const said = `${address.origin} answered ${status}${messageOf(text)}.`;
  if (status === 401 || status === 403) {
    const toDo = hadKey ? advice.wrongKey : advice.noKey;
    return { status: 'hold', problem: new TracerError('unauthorized', `${said} ${toDo}`) };
  }
  if (status === 413) return { status: 'too-large', problem: new TracerError('refused', said) };
  if (status === 400 || status === 422)
    return { status: 'refused', problem: new TracerError('refused', said) };
  if (passing.has(status)) {
    return { status: 'retry', problem: new TracerError('unreachable', said), stored: 0, ...waitOf(reply) };
  }
  return { status: 'hold', problem: new TracerError('refused', `${said} ${advice.wrongAddress}`) };
}

/** What it means when there is no answer. */
export function unanswered(
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

function waitOf({ headers }: HttpReply): { readonly afterMs?: number } {
  const asked = headers['retry-after'];
  if (asked === undefined) return {};
  const seconds = Number(asked);
  const ms = Number.isNaN(seconds) ? Date.parse(asked) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? {} : { afterMs: Math.min(longestWaitMs, Math.max(shortestWaitMs, ms)) };
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
