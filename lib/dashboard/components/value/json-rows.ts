import type { Json } from '../../../model/index.ts';

/** A line of a JSON tree. */
export interface JsonRow {
  /** The place in the tree: positions from the root on, such as `0/3`; the root is empty. */
  readonly path: string;
  readonly depth: number;
  /** Name in an object or position in an array; the root has none. */
  readonly key?: string;
  readonly content: JsonContent;
}

/** What stands on a line of a JSON tree. */
export type JsonContent =
  | { readonly kind: 'leaf'; readonly value: string | number | boolean | null }
  | {
      readonly kind: 'container';
      readonly shape: 'array' | 'object';
      readonly size: number;
      readonly isOpen: boolean;
    }
  /** Stands for the children of the container at `path` that are not shown yet. */
  | { readonly kind: 'more'; readonly hidden: number };

/** How many children of each open container are shown, by path. What is not in it is closed. */
export type OpenPaths = ReadonlyMap<string, number>;

/** Children that a container shows at first, and with each demand for more. */
export const childrenAtOnce = 100;

type Container = readonly Json[] | { readonly [key: string]: Json };

const isContainer = (value: Json): value is Container => typeof value === 'object' && value !== null;

const keysOf = (value: Container): readonly string[] => Object.keys(value);

const childAt = (value: Container, key: string): Json =>
  (value as { readonly [key: string]: Json })[key] as Json;

/** The containers to open at first: the outermost ones, as long as the lines they bring stay within a budget. */
export function openAtFirst(value: Json, maxRows: number): OpenPaths {
  const open = new Map<string, number>();
  const queue: { readonly value: Json; readonly path: string }[] = [{ value, path: '' }];
  let rows = 1;
  for (let at = 0; at < queue.length; at++) {
    const { value: container, path } = queue[at] as (typeof queue)[number];
    if (!isContainer(container)) continue;
    const keys = keysOf(container);
    const count = Math.min(keys.length, childrenAtOnce);
    if (path !== '' && rows + count > maxRows) continue;
    open.set(path, count);
    rows += count;
    for (const [index, key] of keys.slice(0, count).entries())
      queue.push({ value: childAt(container, key), path: childPath(path, index) });
  }
  return open;
}

interface Pending {
  readonly value: Json;
  readonly path: string;
  readonly depth: number;
  readonly key?: string;
  /** Set for the line that stands for children not shown. */
  readonly hidden?: number;
}

/** The lines of a JSON tree from top to bottom, as far as it is open. */
export function jsonRows(value: Json, open: OpenPaths): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  const stack: Pending[] = [{ value, path: '', depth: 0 }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { path, depth, key, hidden } = next;
    if (hidden !== undefined) {
      rows.push({ path, depth, content: { kind: 'more', hidden } });
      continue;
    }
    if (!isContainer(next.value)) {
      rows.push({ path, depth, key, content: { kind: 'leaf', value: next.value } });
      continue;
    }
    const keys = keysOf(next.value);
    const shown = open.get(path);
    const shape = Array.isArray(next.value) ? 'array' : 'object';
    rows.push({
      path,
      depth,
      key,
      content: { kind: 'container', shape, size: keys.length, isOpen: shown !== undefined },
    });
    if (shown !== undefined) pushChildren(stack, next, keys, shown);
  }
  return rows;
}

/** Pushed in reverse, since the stack gives back the last one first. */
function pushChildren(stack: Pending[], parent: Pending, keys: readonly string[], shown: number): void {
  const depth = parent.depth + 1;
  if (shown < keys.length) stack.push({ value: null, path: parent.path, depth, hidden: keys.length - shown });
  for (let index = Math.min(shown, keys.length) - 1; index >= 0; index--) {
    const key = keys[index] as string;
    const value = childAt(parent.value as Container, key);
    stack.push({ value, path: childPath(parent.path, index), depth, key });
  }
}

const childPath = (path: string, index: number): string => (path === '' ? String(index) : `${path}/${index}`);
