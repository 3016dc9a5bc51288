import { isObject } from '../../../model/index.ts';
import type { RunOptions } from './call-options.ts';

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

/** One of our own options, if there is any. */
const oneOfOurs = ({ prepareStep, model, hooks }: RunOptions): object | undefined =>
  [prepareStep, model, hooks].find(isOurs);

/** True for options that were made for another run. */
export const alreadyInstrumented = (options: RunOptions): boolean => oneOfOurs(options) !== undefined;

const runs = new WeakMap<object, { readonly hasBegun: boolean }>();

/** Notes for which run options were made. */
export function noteRun(options: RunOptions, run: { readonly hasBegun: boolean }): void {
  const ours = oneOfOurs(options);
  if (ours) runs.set(ours, run);
}

/**
 * True where a run gets options of another because Mastra starts a queued run with those of the one before. One
 * that has done nothing yet has handed them on: it is a wrapper, or an agent that lets another do the work.
 */
export function isReusedByQueue(options: RunOptions): boolean {
  const ours = oneOfOurs(options);
  return !ours || runs.get(ours)?.hasBegun !== false;
}

/** The options as the user gave them. */
export function original(options: RunOptions): RunOptions {
  const entries = Object.entries(options).map(
    ([name, value]) => [name, isOurs(value) ? value[behind] : value] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** What the user says of a run, in its call or in the default options of the agent. */
export interface UserOptions {
  of(name: string): Promise<unknown>;
  /** True when it is known at once that none of these is given. */
  knownUnset(names: readonly string[]): boolean;
  /** True when it is known at once that it is given. */
  knownSet(name: string): boolean;
}

/**
 * Finds the user's own value of an option: that of the call, else that of the agent's default options, before
 * which ours would stand. The defaults, which may be made by a function of the user's, are asked for once a run.
 */
export function userOptions(options: RunOptions, agent: OptionsOwner): UserOptions {
  let asked: { readonly defaults: unknown } | undefined;
  const askDefaults = (): unknown => {
    const { requestContext } = options;
    const context = requestContext === undefined ? {} : { requestContext };
    try {
      return (agent.getDefaultOptions ?? agent.getDefaultVNextStreamOptions)?.(context);
    } catch {
      return undefined;
    }
  };
  const defaultsNow = (): unknown => {
    asked ??= { defaults: askDefaults() };
    return asked.defaults;
  };
  /** `undefined` where they are still being made. */
  const knownDefaults = (): Record<string, unknown> | undefined => {
    const defaults = defaultsNow() ?? {};
    if (defaults instanceof Promise) defaults.catch(() => undefined);
    return isObject(defaults) && typeof defaults.then !== 'function' ? defaults : undefined;
  };
  return {
    async of(name) {
      if (options[name] !== undefined) return options[name];
      const defaults = await Promise.resolve(defaultsNow()).catch(() => undefined);
      return isObject(defaults) ? defaults[name] : undefined;
    },
    knownUnset(names) {
      const defaults = knownDefaults();
      return (
        defaults !== undefined &&
        names.every((name) => options[name] === undefined && defaults[name] === undefined)
      );
    },
    knownSet: (name) => options[name] !== undefined || knownDefaults()?.[name] !== undefined,
  };
}
