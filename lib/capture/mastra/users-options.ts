import { isObject } from '../../model/index.ts';
import type { RunOptions } from './options.ts';

/** An agent, as far as its options are concerned. */
export interface OptionsOwner {
  getDefaultOptions?(context?: { readonly requestContext?: unknown }): unknown;
  /** The same in versions before 1.0. */
  getDefaultVNextStreamOptions?(context?: object): unknown;
  getConfiguredToolHooks?(): unknown;
  getMastraInstance?(): unknown;
  getModel?(context?: object): unknown;
  __getOverridableFields?(): unknown;
  /** The tools in versions before 1.0. */
  getTools?(context: { readonly runtimeContext: unknown }): unknown;
}

/** On an option of ours: the user's own that stands behind it. */
const behind = Symbol.for('sentrial.behind');

/** Marks an option as ours, put before the user's own of the same name. */
export const before = <T extends object>(ours: T, users: unknown): T =>
  Object.assign(ours, { [behind]: users });

const isOurs = (value: unknown): value is { readonly [behind]: unknown } =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') && behind in value;

/** True for options that were made for another run. */
export const areOfAnother = (options: RunOptions): boolean =>
  isOurs(options.prepareStep) || isOurs(options.hooks);

const runs = new WeakMap<object, { readonly hasBegun: boolean }>();

/** Notes for which run options were made. */
export function noteRun({ prepareStep }: RunOptions, run: { readonly hasBegun: boolean }): void {
  if (isOurs(prepareStep)) runs.set(prepareStep, run);
}

/**
 * True where a run gets options of another because Mastra starts a queued run with those of the one before. One
 * that has done nothing yet has handed them on: it is a wrapper, or an agent that lets another do the work.
 */
export const isQueued = ({ prepareStep }: RunOptions): boolean =>
  !isOurs(prepareStep) || runs.get(prepareStep)?.hasBegun !== false;

/** The options as the user gave them. */
export function withoutOurs(options: RunOptions): RunOptions {
  const entries = Object.entries(options).map(
    ([name, value]) => [name, isOurs(value) ? value[behind] : value] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * Finds the user's own value of an option: that of the call, else that of the agent's default options, before
 * which ours would stand. The defaults, which may be made by a function of the user's, are asked for once a run.
 */
export function usersOptions(options: RunOptions, agent: OptionsOwner): (name: string) => Promise<unknown> {
  let asked: Promise<unknown> | undefined;
  const askDefaults = async (): Promise<unknown> => {
    const { requestContext } = options;
    const context = requestContext === undefined ? {} : { requestContext };
    return (agent.getDefaultOptions ?? agent.getDefaultVNextStreamOptions)?.(context);
  };
  return async (name) => {
    if (options[name] !== undefined) return options[name];
    asked ??= askDefaults().catch(() => undefined);
    const defaults = await asked;
    return isObject(defaults) ? defaults[name] : undefined;
  };
}
