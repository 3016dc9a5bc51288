import { types } from 'node:util';
import type { ErrorInfo } from '../model/index.ts';
import { ownTextOf } from './clip.ts';

/**
 * Returns an error or any thrown value as plain data, and never throws. `type` is the error's `name`, or its
 * class when the name is only `Error`.
 */
export function describeError(thrown: unknown): ErrorInfo {
  if (!isErrorLike(thrown))
    return {
      type: thrown === null ? 'null' : typeof thrown,
      message: textOf(thrown),
    };
  const name = text(() => thrown.name);
  const className = text(() => thrown.constructor.name);
  const type = (name && name !== 'Error' ? name : className) || 'Error';
  const message = text(() => thrown.message) ?? '';
  const stack = text(() => thrown.stack);
  return { type, message, ...(stack === undefined ? {} : { stack }) };
}

function isErrorLike(value: unknown): value is Error {
  try {
    return (
      types.isNativeError(value) ||
      value instanceof Error ||
      (typeof value === 'object' && value !== null && typeof (value as Error).message === 'string')
    );
  } catch {
    return false;
  }
}

function text(read: () => unknown): string | undefined {
  try {
    const value = read();
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(thrown: unknown): string {
  try {
    const text = ownTextOf(thrown) ?? Object.prototype.toString.call(thrown);
    if (typeof text === 'string') return text;
  } catch {
    // The error has no stack.
  }
  return 'a value without a text form was thrown';
}
