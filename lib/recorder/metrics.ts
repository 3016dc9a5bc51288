import { readName } from './clip.ts';
import { keysOf } from './read-own.ts';

/** Limit on tags and metrics in one patch, equal to the collector's. */
export const maxNames = 1000;

/** Returns the finite numbers of an object by name. */
export function readMetrics(metrics: object): { readonly [name: string]: number } {
  if (typeof metrics !== 'object' || ArrayBuffer.isView(metrics)) return {};
  const entries: [string, number][] = [];
  for (const name of keysOf(metrics).slice(0, maxNames)) {
    const value: unknown = (metrics as Record<string, unknown>)[name];
    if (Number.isFinite(value)) entries.push([readName(name), value as number]);
  }
  return Object.fromEntries(entries);
}
