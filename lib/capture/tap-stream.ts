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
  return tap(source, watcher, false);
}

/**
 * The same for a source that waits for nobody: what comes is taken at once. Mastra before 1.6 throws away the parts
 * of a run that nobody takes in time.
 */
export function tapAtOnce<T>(source: ReadableStream<T>, watcher: StreamWatcher<T>): ReadableStream<T> {
  return tap(source, watcher, true);
}

function tap<T>(source: ReadableStream<T>, watcher: StreamWatcher<T>, atOnce: boolean): ReadableStream<T> {
  const reader = source.getReader();
  let controller: ReadableStreamDefaultController<T>;
  let isCancelled = false;
  const onRead = ({ done, value }: ReadableStreamReadResult<T>): void => {
    if (isCancelled) return;
    if (done) {
      watcher.end();
      controller.close();
    } else {
      watcher.part(value);
      controller.enqueue(value);
      if (atOnce) void read();
    }
  };
  const onFailure = (error: unknown): void => {
    watcher.fail(error);
    controller.error(error);
  };
  const read = () => reader.read().then(onRead, onFailure);
  return new ReadableStream<T>(
    {
      start(given) {
        controller = given;
        if (atOnce) void read();
      },
      ...(atOnce ? {} : { pull: read }),
      cancel(reason) {
        isCancelled = true;
        watcher.cancel();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
