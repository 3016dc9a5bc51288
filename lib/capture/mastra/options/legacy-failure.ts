import { isObject } from '../../../model/index.ts';
import { ignoreErrors } from '../../../primitives/index.ts';
import type { UserOptions } from './user-options.ts';

interface Pair {
  readonly readable: ReadableStream;
  readonly writable: WritableStream;
}

type Transform = (options: unknown) => Pair;

/**
 * Creates the `experimental_transform` option of a legacy stream. It passes every part on unchanged and reports an
 * error part, or the error with which the model's stream fails; the user's own transforms follow it.
 */
export function failureTransform(userOptions: UserOptions, onFailure: (error: unknown) => void): Transform {
  let own: unknown;
  userOptions.get('experimental_transform').then(
    (value) => {
      own = value;
    },
    () => undefined,
  );
  const report = (error: unknown) => ignoreErrors(() => onFailure(error));
  return (options) => {
    const watching = watchingStream(report);
    const transforms: readonly unknown[] = Array.isArray(own) ? own : [own];
    const readable = transforms
      .filter((transform): transform is Transform => typeof transform === 'function')
      .reduce((source, transform) => source.pipeThrough(transform(options)), watching.readable);
    return { readable, writable: watching.writable };
  };
}

/** The pair of streams of a transform that changes nothing. The model's stream aborts it with its error. */
const watchingStream = (report: (error: unknown) => void): Pair =>
  new TransformStream(
    {
      transform(part, controller) {
        if (isObject(part) && part.type === 'error') report(part.error);
        controller.enqueue(part);
      },
      cancel(reason: unknown) {
        if (reason instanceof Error) report(reason);
      },
    } as Transformer,
    undefined,
    { highWaterMark: 0 },
  );
