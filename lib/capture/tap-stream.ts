/** What is told of a stream as it passes. Must not throw. */
export interface StreamWatcher<T> {
  part(part: T): void;
  end(): void;
  fail(error: unknown): void;
  cancel(): void;
}

/**
 * A stream with the same parts at the same time, of which the watcher is told. It reads a part ahead of its
 * consumer no sooner than the source itself would, and hands a cancellation on.
 */
export function tapStream<T>(source: ReadableStream<T>, watcher: StreamWatcher<T>): ReadableStream<T> {
  const reader = source.getReader();
  let controller: ReadableStreamDefaultController<T>;
  const onRead = ({ done, value }: ReadableStreamReadResult<T>): void => {
    if (done) {
      watcher.end();
      controller.close();
    } else {
      watcher.part(value);
      controller.enqueue(value);
    }
  };
  const onFailure = (error: unknown): void => {
    watcher.fail(error);
    controller.error(error);
  };
  return new ReadableStream<T>(
    {
      start(given) {
        controller = given;
      },
      pull: () => reader.read().then(onRead, onFailure),
      cancel(reason) {
        watcher.cancel();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
