import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

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

/** Returns the name with the smallest edit distance, unless it differs in more than a third of its characters. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  const [nearest] = names
    .map((name) => ({ name, distance: editDistance(text, name) }))
    .filter(({ name, distance }) => distance <= Math.max(2, name.length / 3))
    .sort((a, b) => a.distance - b.distance);
  return nearest?.name;
}

/** Returns the Levenshtein distance, where two swapped neighbours count as two edits. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
