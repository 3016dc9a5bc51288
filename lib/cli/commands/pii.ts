import { readFile } from 'node:fs/promises';
import { choosePolicy } from '../../collector/index.ts';
import { TracerError } from '../../model/index.ts';
import { parseArguments } from '../arguments.ts';
import { openExistingStore } from '../existing-store.ts';

const project = 'default';

/** `sentrial pii [<file>]`: shows the project's redaction policy, or sets it from a JSON file. */
export async function pii(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments('pii', args, {
    options: { data: { type: 'string' } },
    positionals: ['<file>'],
  });
  const [file] = positionals;
  const store = openExistingStore(values.data);
  try {
    if (file !== undefined) {
      const { version } = await choosePolicy(store, project, await readJson(file));
      process.stdout.write(`The redaction policy is now ${version}. Programs apply it within a minute.\n`);
      return 0;
    }
    const chosen = await store.getPolicy(project);
    process.stdout.write(
      chosen
        ? `project-${chosen.version}\n${JSON.stringify(chosen.body, undefined, 2)}\n`
        : 'The built-in policy applies: all kinds except URLs are replaced by labels, in all fields.\n',
    );
    return 0;
  } finally {
    await store.close();
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    const { message } = cause as Error;
    throw new TracerError('invalid-option', `${file} is not readable as JSON (${message}).`, { cause });
  }
}
