import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { nearestName } from '../primitives/index.ts';

/** Wrong usage of a command. The message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Shape<Options extends ParseArgsOptionsConfig> {
  readonly options: Options;
  /** Names of the positional arguments, in order. @default none */
  readonly positionals?: readonly string[];
}

/**
 * Parses the arguments of a command.
 *
 * @throws {UsageError} for an unknown option, a missing value or an unexpected argument
 */
export function parseArguments<Options extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  { options, positionals: names = [] }: Shape<Options>,
) {
  const parsed = parse(command, args, options);
  const extra = parsed.positionals[names.length];
  if (extra !== undefined) {
    const takes = names.length === 0 ? 'no arguments' : `only ${names.join(' ')}`;
    throw new UsageError(`Unexpected argument '${extra}'. sentrial ${command} takes ${takes}.`);
  }
  return parsed;
}

function parse<Options extends ParseArgsOptionsConfig>(
  command: string,
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw error;
    throw new UsageError(explain(command, message, Object.keys(options)), { cause: error });
  }
}

/** Rewrites a message of `parseArgs` as one line that names the command. */
function explain(command: string, message: string, options: readonly string[]): string {
  const [, unknown] = /^Unknown option '(-[^']*)'/.exec(message) ?? [];
  if (unknown === undefined) {
    const [, option = message] = /^Option '(?:-\w, )?(--[\w-]+)/.exec(message) ?? [];
    const problem = message.includes('does not take') ? 'takes no value' : 'needs a value';
    return `Option '${option}' of sentrial ${command} ${problem}.`;
  }
  const names = options.map((name) => `--${name}`);
  const nearest = nearestName(unknown, names);
  const suggestion = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  return `Unknown option '${unknown}' of sentrial ${command}.${suggestion}`;
}
