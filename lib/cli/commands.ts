import { isTracerError, sdk } from '../model/index.ts';
import { nearestName } from '../primitives/index.ts';
import { UsageError } from './arguments.ts';
import { leakcheck } from './commands/leakcheck.ts';
import { pii } from './commands/pii.ts';
import { prices } from './commands/prices.ts';
import { reprice } from './commands/reprice.ts';
import { serve } from './commands/serve.ts';
import { spool } from './commands/spool.ts';

/** A command. It receives its arguments and returns the exit code. */
type Command = (args: readonly string[]) => Promise<number>;

const commands: { readonly [name: string]: Command } = { leakcheck, pii, prices, reprice, serve, spool };

const help = `Usage: sentrial <command> [options]
       sentrial --help | --version

Commands:
  serve         Start the collector and its dashboard on this machine
  leakcheck     Run agents with made-up personal data, and search for it in everything sent and stored
  pii [<file>]  Show the redaction policy, or set it from a JSON file
  prices check  List the age of each source of prices, and prices that differ between sources
  reprice       Price stored model calls again, at today's prices for the day of each call
  spool status | replay | purge
                Show, send or delete items on disk that no collector has yet

Options of serve, and --data of pii and reprice:
  --port <number>    First port to try           (default 3001)
  --host <address>   Address to listen on        (default 127.0.0.1)
  --host-name <name> Host name of a proxy in front; can be repeated
  --data <directory> Directory of the database  (default .sentrial)

Options of reprice:
  --since <day>      Only calls from that day on, such as 2026-10-07, in UTC
  --dry-run          Report the changes without storing them
  --what-if <model>  Compare with the cost on another model, such as anthropic/claude-sonnet-4-5; changes nothing

Options of spool:
  --dir <directory>  Directory of the spool      (default .sentrial/spool)
  --yes              Confirm the deletion

Environment:
  SENTRIAL_API_KEY   API key for programs on other machines
  SENTRIAL_SPOOL_DIR Directory of items that no collector has yet
  SENTRIAL_PRICES_FILE
                     File with your own prices   (default sentrial.prices.json)
`;

const helpOptions: readonly string[] = ['--help', '-h'];
const versionOptions: readonly string[] = ['--version', '-v'];

/** Runs a command and prints problems in one line. Returns the exit code: 2 for wrong usage. */
export async function runCommand([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || [name, ...args].some((arg) => helpOptions.includes(arg))) {
    process.stdout.write(help);
    return 0;
  }
  if (versionOptions.includes(name) && args.length === 0) {
    process.stdout.write(`${sdk.version}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const nearest = nearestName(name, Object.keys(commands));
    return refuse(`Unknown command '${name}'.${nearest ? ` Did you mean ${nearest}?` : ''}`);
  }
  try {
    return await command(args);
  } catch (error) {
    if (isTracerError(error)) {
      process.stderr.write(`${error.message}\n`);
      return 1;
    }
    if (error instanceof UsageError) return refuse(error.message);
    throw error;
  }
}

/** Prints a problem with the usage of the command. Returns the exit code. */
function refuse(message: string): number {
  process.stderr.write(`${message} Run sentrial --help for the usage.\n`);
  return 2;
}
