import type {} from '@mastra/core/observability';
import { isObject } from '../../../model/index.ts';
import type { Identity } from '../../../recorder/index.ts';

/**
 * What one call of an agent may say about its session: its own, or the one around it where it is called inside of
 * one, or the one that it resumes. Beats what Mastra's own options imply.
 */
export interface SentrialCallOptions {
  /** The end user. @default `memory.resource`, where nobody has said it of the session yet; else `anonymous` */
  readonly userId?: string;
  /** The conversation. @default `memory.thread`, where nobody has said it of the session yet */
  readonly convoId?: string;
  /** Merged into the session's metadata. */
  readonly metadata?: { readonly [key: string]: unknown };
}

declare module '@mastra/core/observability' {
  // The one interface that the options of every run method of an agent include.
  interface ObservabilityContext {
    /** User, conversation and metadata of the recorded session; taken out before Mastra sees the options. */
    sentrial?: SentrialCallOptions;
  }
}

/** The options of a run method, as far as they are read here. */
export interface RunOptions {
  readonly memory?: unknown;
  readonly threadId?: unknown;
  readonly resourceId?: unknown;
  readonly requestContext?: unknown;
  readonly runId?: unknown;
  readonly prepareStep?: unknown;
  readonly tracingContext?: unknown;
  readonly [option: string]: unknown;
}

/** AgentRun options, parted into Mastra's and ours. */
export interface PartedOptions {
  readonly options: RunOptions;
  readonly ours: SentrialCallOptions;
}

/** Takes `sentrial` out of run options. What is no object is handed on as it is. */
export function partOptions(given: unknown): PartedOptions {
  if (!isObject(given)) return { options: {}, ours: {} };
  const { sentrial, ...options } = given;
  return { options, ours: isObject(sentrial) ? sentrial : {} };
}

const threadKey = 'mastra__threadId';
const resourceKey = 'mastra__resourceId';

/**
 * Who a run is for, in Mastra's own order of precedence: the request context, then `memory`, then the older
 * `threadId` and `resourceId`. Before all of them comes what the call says to us.
 */
export function identityOf({ options, ours }: PartedOptions): Identity {
  const memory = isObject(options.memory) ? options.memory : {};
  const thread = isObject(memory.thread) ? memory.thread.id : memory.thread;
  return {
    userId: text(ours.userId, fromContext(options, resourceKey), memory.resource, options.resourceId),
    convoId: text(ours.convoId, fromContext(options, threadKey), thread, options.threadId),
  };
}

function fromContext({ requestContext }: RunOptions, key: string): unknown {
  const { get } = (requestContext ?? {}) as { get?: unknown };
  return typeof get === 'function' ? get.call(requestContext, key) : undefined;
}

const text = (...candidates: readonly unknown[]): string | undefined =>
  candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '');
