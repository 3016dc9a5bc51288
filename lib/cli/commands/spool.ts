import { join, resolve } from 'node:path';
import { clientFor } from '../../client/index.ts';
import { inspectSpool, purgeSpool, type SpoolContent } from '../../transport/index.ts';
import { parseArguments, UsageError } from '../arguments.ts';

const sayLine = (line: string): void => void process.stdout.write(`${line}\n`);
const replayMs = 600_000;

/** `sentrial spool status | replay | purge`: shows, sends or deletes the items on disk. */
export async function spool(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArguments('spool', args, {
    options: { dir: { type: 'string' }, yes: { type: 'boolean', default: false } },
    positionals: ['status | replay | purge'],
  });
  const dir = resolve(values.dir ?? spoolDir());
  switch (positionals[0]) {
    case 'status':
      return status(dir);
    case 'replay':
      return replay(dir);
    case 'purge':
      return purge(dir, values.yes);
    default:
      throw new UsageError('sentrial spool needs one of: status, replay, purge.');
  }
}

const spoolDir = (): string => {
  const dir = process.env.SENTRIAL_SPOOL_DIR;
  return dir && dir !== 'off' ? dir : join('.sentrial', 'spool');
};

function status(dir: string): number {
  const contents = inspectSpool(dir);
  sayLine(contents.length === 0 ? `No items are waiting in ${dir}.` : `In ${dir}:`);
  for (const content of contents) sayLine(`  ${describe(content)}`);
  return 0;
}

function describe({ url, items, bytes, files, filesInUse, corrupt }: SpoolContent): string {
  const inUse = filesInUse > 0 ? `, ${filesInUse} in use by running programs` : '';
  const damaged = corrupt > 0 ? `, ${corrupt} damaged records` : '';
  return `${url}  ${items} items, ${bytes} bytes in ${files} files${inUse}${damaged}`;
}

/** Sends items of ended programs, with the key of this environment. */
async function replay(dir: string): Promise<number> {
  for (const { url } of inspectSpool(dir).filter(({ files, filesInUse }) => files > filesInUse)) {
    if (!URL.canParse(url)) continue;
    const client = clientFor({ apiUrl: url, spoolDir: dir });
    const { recovered, stored, dropped } = await client.flush(replayMs, 'until-failure');
    await client.close(0);
    const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    sayLine(`${url}  ${recovered} items recovered, ${stored} stored, ${lost} dropped`);
  }
  const left = inspectSpool(dir).reduce(
    (sum, { items, filesInUse }) => sum + (filesInUse > 0 ? 0 : items),
    0,
  );
  if (left > 0)
    sayLine(`${left} items are still waiting. Their collector is down, or they need another API key.`);
  return left > 0 ? 1 : 0;
}

function purge(dir: string, isSure: boolean): number {
  const waiting = inspectSpool(dir).reduce((sum, { items }) => sum + items, 0);
  if (!isSure) {
    sayLine(`This would delete ${waiting} items that no collector has. Pass --yes to delete them.`);
    return 1;
  }
  sayLine(`Deleted ${purgeSpool(dir)} files. Files of running programs were kept.`);
  return 0;
}
