import type { Snapshot } from '../model/index.ts';

const maxJsonChars = 262_144;

/** True when a text starts like JSON and is short enough to parse. */
export function mayBeJson(text: string): boolean {
  if (text.length < 2 || text.length > maxJsonChars) return false;
  let at = 0;
  while (isBlank(text.charCodeAt(at))) at++;
  const first = text.charCodeAt(at);
  return first === 0x7b || first === 0x5b || first === 0x22;
}

const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** Parses JSON. Returns `undefined` when the text is not JSON. */
export function parseJson(text: string): Snapshot | undefined {
  try {
    return JSON.parse(text) as Snapshot;
  } catch {
    return undefined;
  }
}

/** Returns the indentation of multi-line JSON. */
export const indentOf = (text: string): string | undefined => /^[{[]\r?\n([ \t]{1,8})\S/.exec(text)?.[1];
