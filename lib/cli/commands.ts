import { isTracerError, sdk } from '../model/index.ts';
import { leakcheck } from './commands/leakcheck.ts';
import { pii } from './commands/pii.ts';
import { reprice } from './commands/reprice.ts';
import { serve } from './commands/serve.ts';
import { spool } from './commands/spool.ts';

/** A command. It receives its arguments and returns the exit code. */
type Command = (args: readonly string[]) => Promise<number>;

const commands: { readonly [name: string]: Command } = { leakcheck, pii, reprice, serve, spool };

const help = `Usage: sentrial <command> [options]
       sentrial --help | --version

Commands:
  serve         Start the collector and its dashboard on this machine
  leakcheck     Run agents with made-up personal data, and look for it in all that is sent and stored
  pii [<file>]  Show what is redacted, or choose the policy in a JSON file
  reprice       Price what is stored again, by the prices of today for the day of each call
  spool status | replay | purge
                Show, send or delete what waits on disk because no collector has it yet

Options of serve, and --data of pii and reprice:
  --port <number>    First port to try           (default 3001)
  --host <address>   Address to listen on        (default 127.0.0.1)
  --host-name <name> A name that a proxy in front answers to; can be given again
  --data <directory> Where the database is kept  (default .sentrial)

Options of reprice:
  --since <day>      Only calls made that day or later, such as 2026-10-07, in UTC
  --dry-run          Only tell what would change

Options of spool:
  --dir <directory>  Where it waits              (default .sentrial/spool)
  --yes              Delete without asking

Environment:
  SENTRIAL_API_KEY   A key that programs on other machines send
  SENTRIAL_SPOOL_DIR Where what is recorded waits until a collector has it
  SENTRIAL_PRICES_FILE
                     A file with prices of your own (default sentrial.prices.json)
`;

const helpOptions: readonly string[] = ['--help', '-h'];
const versionOptions: readonly string[] = ['--version', '-v'];

/** Runs a command and prints problems in one line. Returns the exit code: 2 for wrong usage. */
export async function runCommand([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || [name, ...args].some((arg) => helpOptions.includes(arg))) {
    process.stdout.write(help);
    return 0;
  }
  if (versionOptions.includes(name)) {
    process.stdout.write(`${sdk.version}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    process.stderr.write(`There is no command ${name}.\n\n${help}`);
    return 2;
  }
  try {
    return await command(args);
  } catch (error) {
    if (isTracerError(error)) {
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
    if (isUsageError(error)) {
      process.stderr.write(`${error.message}\n\n${help}`);
      return 2;
    }
    throw error;
  }
}

const isUsageError = (error: unknown): error is Error =>
  error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
