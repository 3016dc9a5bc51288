import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { choosePolicy, openSqliteStore } from '../../collector/index.ts';
import { TracerError } from '../../model/index.ts';

const project = 'default';

/** `sentrial pii [<file>]`: shows the project's redaction policy, or sets it from a JSON file. */
export async function pii(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { data: { type: 'string' } },
    allowPositionals: true,
  });
  const [file] = positionals;
  const store = openSqliteStore(join(values.data ?? '.sentrial', 'sentrial.db'));
  try {
    if (file !== undefined) {
      const { version } = await choosePolicy(store, project, await readJson(file));
      process.stdout.write(`The redaction policy is ${version} now. Programs follow within a minute.\n`);
      return 0;
    }
    const chosen = await store.getPolicy(project);
    process.stdout.write(
      chosen
        ? `project-${chosen.version}\n${JSON.stringify(chosen.body, undefined, 2)}\n`
        : 'No policy was chosen: all kinds but URLs are replaced by labels, in all fields.\n',
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
    throw new TracerError('invalid-option', `${file} cannot be read as JSON (${message}).`, { cause });
  }
}
