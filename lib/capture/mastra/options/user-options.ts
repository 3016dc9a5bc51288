import { isObject } from '../../../model/index.ts';
import type { AgentCapabilities, DefaultOptionsName } from '../agent-capabilities.ts';
import type { RunOptions } from './call-options.ts';

/** The key under which an instrumented option keeps the user's own value. */
const originalValue = Symbol.for('sentrial.behind');

/** Marks an option as instrumented and keeps the user's own value on it. */
export const withOriginal = <T extends object>(instrumented: T, original: unknown): T =>
  Object.assign(instrumented, { [originalValue]: original });

const isInstrumented = (value: unknown): value is { readonly [originalValue]: unknown } =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') && originalValue in value;

/** Returns an instrumented option, or `undefined` if there is none. */
const findInstrumented = ({ prepareStep, model, hooks }: RunOptions): object | undefined =>
  [prepareStep, model, hooks].find(isInstrumented);

/** Returns true for options that were instrumented for another run. */
export const alreadyInstrumented = (options: RunOptions): boolean => findInstrumented(options) !== undefined;

/** The part of a run that shows whether it has done anything yet. */
interface StartedRun {
  readonly activity: { readonly hasStarted: boolean };
}

const runs = new WeakMap<object, StartedRun>();

/** Remembers the run for which options were instrumented. */
export function rememberRun(options: RunOptions, run: StartedRun): void {
  const instrumented = findInstrumented(options);
  if (instrumented) runs.set(instrumented, run);
}

/**
 * Returns true if Mastra starts a queued run with the options of the run before it. Returns false if a run passes its
 * options on before it does anything, as a wrapper or a delegating agent does.
 */
export function isReusedByQueue(options: RunOptions): boolean {
  const instrumented = findInstrumented(options);
  return !instrumented || runs.get(instrumented)?.activity.hasStarted !== false;
}

/** Returns the options as the user gave them. */
export function original(options: RunOptions): RunOptions {
  const entries = Object.entries(options).map(
    ([name, value]) => [name, isInstrumented(value) ? value[originalValue] : value] as const,
  );
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** The user's own options of a run, from the call or from the default options of the agent. */
export interface UserOptions {
  /** Resolves with the value of an option, or `undefined` if it is not set. */
  get(name: string): Promise<unknown>;
  /** Returns true if none of these options is set. Returns false while that is unknown. */
  knownUnset(names: readonly string[]): boolean;
  /** Returns true if the option is set. Returns false while that is unknown. */
  knownSet(name: string): boolean;
}

/**
 * Creates a reader of the user's own options. It calls the agent's function for default options at most once.
 *
 * @param defaultsOf the default options of the run method
 */
export function readUserOptions(
  options: RunOptions,
  agent: Pick<AgentCapabilities, 'getDefaultOptions'>,
  defaultsOf: DefaultOptionsName = 'run',
): UserOptions {
  /** Legacy methods spread the options of the call over the defaults. An unset option there hides its default. */
  const isGiven = (name: string): boolean =>
    options[name] !== undefined || (defaultsOf !== 'run' && name in options);
  let loaded: { readonly defaults: unknown } | undefined;
  const loadDefaults = (): unknown => {
    const { requestContext, runtimeContext } = options;
    const context = {
      ...(requestContext === undefined ? {} : { requestContext }),
      ...(runtimeContext === undefined ? {} : { runtimeContext }),
    };
    try {
      return agent.getDefaultOptions(defaultsOf, context);
    } catch {
      return undefined;
    }
  };
  const getDefaults = (): unknown => {
    loaded ??= { defaults: loadDefaults() };
    return loaded.defaults;
  };
  /** Returns `undefined` if the defaults are a promise. */
  const knownDefaults = (): Record<string, unknown> | undefined => {
    const defaults = getDefaults() ?? {};
    if (defaults instanceof Promise) defaults.catch(() => undefined);
    return isObject(defaults) && typeof defaults.then !== 'function' ? defaults : undefined;
  };
  return {
    async get(name) {
      if (isGiven(name)) return options[name];
      const defaults = await Promise.resolve(getDefaults()).catch(() => undefined);
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
