import { isObject, TracerError } from '../model/index.ts';
import { type HttpReply, isLoopback } from './http.ts';
import type { PostResult, RefusedItem } from './poster.ts';

const passing = new Set([408, 425, 429, 500, 502, 503, 504, 507]);
const shortestWaitMs = 1000;
const longestWaitMs = 300_000;

/** What an address is called for in messages, and whether a key was sent. */
interface Asked {
  readonly address: URL;
  readonly hadKey: boolean;
}

/** What an answer means for the batch of `items` that was sent. */
export function verdictOf(reply: HttpReply, items: number, { address, hadKey }: Asked): PostResult {
  const { status, text } = reply;
  if (status >= 200 && status < 300) return { status: 'stored', refused: refusedOf(text, items) };
  const said = `${address.origin} answered ${status}${messageOf(text)}.`;
  if (status === 401 || status === 403) {
    const advice = hadKey
      ? 'Check SENTRIAL_API_KEY, or the apiKey option.'
      : 'No API key was given: set SENTRIAL_API_KEY, or the apiKey option.';
    return { status: 'hold', problem: new TracerError('unauthorized', `${said} ${advice}`) };
  }
  if (status === 413) return { status: 'too-large', problem: new TracerError('refused', said) };
  if (status === 400 || status === 422)
    return { status: 'refused', problem: new TracerError('refused', said) };
  if (passing.has(status)) {
    return { status: 'retry', problem: new TracerError('unreachable', said), stored: 0, ...waitOf(reply) };
  }
  const advice = 'Is this the address of a Sentrial collector? Check SENTRIAL_API_URL, or the apiUrl option.';
  return { status: 'hold', problem: new TracerError('refused', `${said} ${advice}`) };
}

/** What it means when there is no answer. */
export function unanswered(address: URL, cause: unknown): PostResult & { status: 'retry' } {
  const { code, message } = cause as { readonly code?: string; readonly message?: string };
  const text = `No collector answers at ${address.origin} (${code ?? message}). ${adviceFor(address, code)}`;
  return { status: 'retry', problem: new TracerError('unreachable', text, { cause }), stored: 0 };
}

function adviceFor(address: URL, code: string | undefined): string {
  if (code && /CERT|SELF_SIGNED|TLS|SSL/.test(code)) {
    return 'Its certificate is not trusted: name its authority in NODE_EXTRA_CA_CERTS.';
  }
  return isLoopback(address)
    ? 'Start it with `npx sentrial serve`, or set SENTRIAL_API_URL to where it runs.'
    : 'Check SENTRIAL_API_URL and the network.';
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
