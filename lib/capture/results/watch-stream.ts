import { type EventEmitter, errorMonitor } from 'node:events';
import { methodOf, replaceMethod } from './own-method.ts';
import type { ResultWatcher } from './result-watcher.ts';
import { observe } from './watch-iterator.ts';

/** Watches a web stream in every way it can be read. Reader and source stay directly connected. */
export function watchWebStream(stream: ReadableStream, watcher: ResultWatcher): void {
  replaceMethod(
    stream,
    'getReader',
    (original) =>
      function (this: unknown, ...args) {
        const reader = Reflect.apply(original, this, args) as object;
        watcher.begun();
        watchReader(reader, watcher);
        return reader;
      },
  );
  replaceMethod(
    stream,
    Symbol.asyncIterator,
    (original) =>
      function (this: unknown, ...args) {
        const iterator = Reflect.apply(original, this, args) as object;
        watcher.begun();
        watchReader(iterator, watcher);
        return iterator;
      },
  );
  for (const whole of ['pipeTo', 'cancel'] as const) {
    const status = whole === 'cancel' ? ({ status: 'cancelled' } as const) : {};
    replaceMethod(
      stream,
      whole,
      (original) =>
        function (this: unknown, ...args) {
          watcher.begun();
          return observe(
            () => Reflect.apply(original, this, args),
            () => watcher.end(status),
            (error) => watcher.end({ error }),
            true,
          );
        },
    );
  }
  for (const split of ['pipeThrough', 'tee', 'values'] as const) {
    replaceMethod(
      stream,
      split,
      (original) =>
        function (this: unknown, ...args) {
          watcher.begun();
          const parts = Reflect.apply(original, this, args) as object;
          const first = Array.isArray(parts) ? parts[0] : parts;
          if (split === 'values') watchReader(first, watcher);
          else if (first instanceof ReadableStream) watchWebStream(first, watcher);
          return parts;
        },
    );
  }
}

/** Watches a reader or an iterator of a stream. Both return `{ done, value }`. */
function watchReader(reader: object, watcher: ResultWatcher): void {
  const onResult = (result: unknown) => {
    const { done, value } = (result ?? {}) as { done?: boolean; value?: unknown };
    if (done) watcher.end();
    else watcher.value(value);
  };
  const reading = methodOf(reader, 'read') ? 'read' : 'next';
  const leaving = reading === 'read' ? 'cancel' : 'return';
  replaceMethod(
    reader,
    reading,
    (original) =>
      function (this: unknown, ...args) {
        return observe(
          () => Reflect.apply(original, this, args),
          onResult,
          (error) => watcher.end({ error }),
          true,
        );
      },
  );
  replaceMethod(
    reader,
    leaving,
    (original) =>
      function (this: unknown, ...args) {
        watcher.end({ status: 'cancelled' });
        return Reflect.apply(original, this, args);
      },
  );
}

/**
 * Watches the events of a Node.js stream. It adds no error listener, so that an unhandled error is still
 * thrown.
 */
export function watchNodeStream(stream: EventEmitter, watcher: ResultWatcher): void {
  replaceMethod(
    stream,
    'emit',
    (original) =>
      function (this: unknown, ...args) {
        const [event, value] = args as unknown as [unknown, unknown];
        if (event === 'data') watcher.value(value);
        if (event === 'data' || event === 'readable' || event === 'resume') watcher.begun();
        if (event === 'end') watcher.end();
        if (event === 'error' || event === errorMonitor) watcher.end({ error: value });
        if (event === 'close') watcher.end({ status: 'cancelled' });
        return Reflect.apply(original, this, args);
      },
  );
}

/** Watches the body of a response in every way it can be read. */
export function watchResponse(response: Response, watcher: ResultWatcher): void {
  if (!response.body) {
    watcher.end({ output: { status: response.status } });
    return;
  }
  let isWhole = false;
  const unlessWhole: ResultWatcher = {
    begun: () => watcher.begun(),
    value: (value) => isWhole || watcher.value(value),
    end: (ending) => isWhole || watcher.end(ending),
    within: (fn) => watcher.within(fn),
  };
  watchWebStream(response.body, unlessWhole);
  for (const whole of ['text', 'json', 'arrayBuffer', 'blob', 'bytes', 'formData']) {
    replaceMethod(
      response,
      whole,
      (original) =>
        function (this: unknown, ...args) {
          watcher.begun();
          // The method reads the whole body, so its byte events are ignored.
          isWhole = true;
          return observe(
            () => Reflect.apply(original, this, args),
            (value) => {
              watcher.value(value);
              watcher.end();
            },
            (error) => watcher.end({ error }),
            true,
          );
        },
    );
  }
}
