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
  return new ReadableStream<T>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            watcher.end();
            controller.close();
          } else {
            watcher.part(value);
            controller.enqueue(value);
          }
        } catch (error) {
          watcher.fail(error);
          controller.error(error);
        }
      },
      cancel(reason) {
        watcher.cancel();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
