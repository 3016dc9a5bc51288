import type { Json } from '../../../model/index.ts';

/** A row of a JSON tree. */
export interface JsonRow {
  /** Path in the tree as positions from the root, such as `0/3`. The root is empty. */
  readonly path: string;
  readonly depth: number;
  /** Name in an object or index in an array. The root has none. */
  readonly key?: string;
  readonly content: JsonContent;
}

/** Content of a row. */
export type JsonContent =
  | { readonly kind: 'leaf'; readonly value: string | number | boolean | null }
  | {
      readonly kind: 'container';
      readonly shape: 'array' | 'object';
      readonly size: number;
      readonly isOpen: boolean;
    }
  /** Represents children of the container at `path` that are not visible yet. */
  | { readonly kind: 'more'; readonly hidden: number };

/** Number of visible children of each open container, by path. Other containers are closed. */
export type OpenPaths = ReadonlyMap<string, number>;

/** Number of children shown at first, and with each request for more. */
export const childrenAtOnce = 100;

type Container = readonly Json[] | { readonly [key: string]: Json };

const isContainer = (value: Json): value is Container => typeof value === 'object' && value !== null;

const keysOf = (value: Container): readonly string[] => Object.keys(value);

const childAt = (value: Container, key: string): Json =>
  (value as { readonly [key: string]: Json })[key] as Json;

/** Returns the containers to open at first: outer ones, while their rows fit a budget. */
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
  /** Set for a row that represents hidden children. */
  readonly hidden?: number;
}

/** Returns the visible rows of a JSON tree from top to bottom. */
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

/** Pushed in reverse, since the stack returns the last one first. */
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
