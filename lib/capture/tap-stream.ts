/** Receives the parts of a stream. Must not throw. */
export interface StreamWatcher<T> {
  part(part: T): void;
  end(): void;
  fail(error: unknown): void;
  cancel(): void;
}

/**
 * Returns a stream with the same parts at the same time, and reports them to the watcher. It reads ahead no
 * further than the source does, and passes on a cancellation.
 */
export function tapStream<T>(source: ReadableStream<T>, watcher: StreamWatcher<T>): ReadableStream<T> {
  return tap(source, watcher, false);
}

/**
 * Taps a source without waiting for its consumer. Mastra before 1.6 discards parts that are not read in time.
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
