import { closeSync, constants, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Destination } from './destination.ts';
import { createSynchronousTransport, type Writer } from './synchronous.ts';

const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = constants;
const ownerOnly = 0o600;
const ownerOnlyDirectory = 0o700;

/**
 * Appends each item as one JSON line to a file that only its user can read and several processes can share.
 * Items that cannot be written are dropped and counted as `failed`.
 *
 * @param path path of the file, relative to the working directory
 * @throws {TypeError} when `path` is not a path
 */
export function toFile(path: string): Destination {
  if (typeof path !== 'string' || path === '')
    throw new TypeError("toFile() needs the path of a file, for example toFile('sessions.jsonl').");
  const file = resolve(path);
  return {
    name: `file ${file}`,
    open: ({ onDrop }) => createSynchronousTransport(createLineWriter(file), onDrop),
  };
}

function createLineWriter(file: string): Writer {
  let opened: number | undefined;
  /** Whether the file can end with an incomplete line, because only part of it could be written. */
  let isTorn = false;

  const open = () => {
    mkdirSync(dirname(file), { recursive: true, mode: ownerOnlyDirectory });
    return openSync(file, O_WRONLY | O_APPEND | O_CREAT | (O_NOFOLLOW ?? 0), ownerOnly);
  };

  return {
    writeItem(item) {
      const line = Buffer.from(`${isTorn ? '\n' : ''}${JSON.stringify(item)}\n`);
      opened ??= open();
      for (let at = 0; at < line.length; ) {
        at += writeSync(opened, line, at);
        isTorn = at < line.length;
      }
    },
    close() {
      if (opened !== undefined) closeSync(opened);
      opened = undefined;
    },
  };
}
