import { readName } from './clip.ts';
import { keysOf } from './read-own.ts';

/** Tags and metrics that are taken at once: the collector takes no more in one patch. */
export const maxNames = 1000;

/** The finite numbers of an object, by their names. */
export function readMetrics(metrics: object): { readonly [name: string]: number } {
  if (typeof metrics !== 'object' || ArrayBuffer.isView(metrics)) return {};
  const entries: [string, number][] = [];
  for (const name of keysOf(metrics).slice(0, maxNames)) {
    const value: unknown = (metrics as Record<string, unknown>)[name];
    if (Number.isFinite(value)) entries.push([readName(name), value as number]);
  }
  return Object.fromEntries(entries);
}
