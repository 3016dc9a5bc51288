import { closeSync, constants, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Destination } from './destination.ts';
import { createSynchronousTransport, type Writer } from './synchronous.ts';

const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW } = constants;
const ownerOnly = 0o600;
const ownerOnlyDirectory = 0o700;

/**
 * A file of JSON lines: each event and each change of a session is appended as it comes, by one write, so that several
 * processes may share it and none of it is lost when one is killed. It is made, with its directory, when the first item
 * comes, for its user alone; a symbolic link is not followed. What cannot be written is lost, and counted as `failed`.
 *
 * @param path of the file, against the working directory
 * @throws {TypeError} when `path` is none
 */
export function toFile(path: string): Destination {
  if (typeof path !== 'string' || path === '')
    throw new TypeError("toFile() takes the path of a file, such as toFile('sessions.jsonl').");
  const file = resolve(path);
  return {
    name: `file ${file}`,
    open: ({ onDrop }) => createSynchronousTransport(createLineWriter(file), onDrop),
  };
}

function createLineWriter(file: string): Writer {
  let opened: number | undefined;
  /** Whether the file may end in the middle of a line, since only a part of the last one could be written. */
  let isTorn = false;

  const open = () => {
    mkdirSync(dirname(file), { recursive: true, mode: ownerOnlyDirectory });
    return openSync(file, O_WRONLY | O_APPEND | O_CREAT | (O_NOFOLLOW ?? 0), ownerOnly);
  };

  return {
    write(item) {
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
