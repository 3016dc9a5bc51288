import type {} from '@mastra/core/observability';
import { optionRules, warnAboutOptions } from '../../../client/index.ts';
import { isObject } from '../../../model/index.ts';
import type { Identity } from '../../../recorder/index.ts';

/**
 * Describes the session of one agent call: the session it starts, the session around it, or the session it resumes.
 * These values override the values from Mastra's own options.
 */
export interface SentrialCallOptions {
  /** The end user. @default `memory.resource` if the session has no user yet; else `anonymous` */
  readonly userId?: string;
  /** The conversation. @default `memory.thread` if the session has no conversation yet */
  readonly convoId?: string;
  /** Merged into the session's metadata. */
  readonly metadata?: { readonly [key: string]: unknown };
}

declare module '@mastra/core/observability' {
  // The options of every run method include this interface.
  interface ObservabilityContext {
    /** User, conversation and metadata of the recorded session. Mastra does not receive this option. */
    sentrial?: SentrialCallOptions;
  }
}

/** The options of a run method that instrumentation reads. */
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

/** Run options, split into Mastra's options and the `sentrial` option. */
export interface SplitOptions {
  readonly options: RunOptions;
  readonly sentrial: SentrialCallOptions;
}

const runOptionRules = { sentrial: optionRules.object };
const callOptionRules = {
  userId: optionRules.text,
  convoId: optionRules.text,
  metadata: optionRules.object,
};

/** Takes `sentrial` out of run options. Returns empty options for a value that is not an object. */
export function splitOptions(given: unknown): SplitOptions {
  if (!isObject(given)) return { options: {}, sentrial: {} };
  const { sentrial, ...options } = given;
  if (sentrial === undefined) return { options, sentrial: {} };
  warnAboutOptions('a run', { sentrial }, runOptionRules);
  if (!isObject(sentrial)) return { options, sentrial: {} };
  warnAboutOptions('`sentrial`', sentrial, callOptionRules);
  return { options, sentrial };
}

const threadKey = 'mastra__threadId';
const resourceKey = 'mastra__resourceId';

/**
 * Returns the user and conversation of a run. Precedence: `sentrial`, the request context, `memory`, and then the
 * older `threadId` and `resourceId`.
 */
export function identityOf({ options, sentrial }: SplitOptions): Identity {
  const memory = isObject(options.memory) ? options.memory : {};
  const thread = isObject(memory.thread) ? memory.thread.id : memory.thread;
  return {
    userId: firstText(
      sentrial.userId,
      fromContext(options, resourceKey),
      memory.resource,
      options.resourceId,
    ),
    convoId: firstText(sentrial.convoId, fromContext(options, threadKey), thread, options.threadId),
  };
}

function fromContext({ requestContext }: RunOptions, key: string): unknown {
  const { get } = (requestContext ?? {}) as { get?: unknown };
  return typeof get === 'function' ? get.call(requestContext, key) : undefined;
}

const firstText = (...candidates: readonly unknown[]): string | undefined =>
  candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '');
