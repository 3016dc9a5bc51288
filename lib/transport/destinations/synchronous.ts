import { type BatchItem, type DropReason, TracerError } from '../../model/index.ts';
import { ignoreErrors } from '../../primitives/index.ts';
import { Ledger } from '../delivery/ledger.ts';
import type { Transport } from '../transport.ts';

/** Writes items in the caller's turn. */
export interface Writer {
  /** @throws when the item cannot be written; it is then dropped and counted */
  writeItem(item: BatchItem): void;
  close(): void;
}

/** Creates a transport without a queue: when `send` returns, each item has been written or counted as dropped. */
export function createSynchronousTransport(
  writer: Writer,
  onDrop: (reason: DropReason, detail: string) => void,
): Transport {
  const ledger = new Ledger((reason, detail) => ignoreErrors(onDrop, reason, detail));
  let failure: TracerError | undefined;
  let isClosed = false;

  const sendItem = (item: BatchItem) => {
    ledger.accept(item);
    if (isClosed) return ledger.drop('closed', 'they were recorded after close()');
    try {
      writer.writeItem(item);
      ledger.store(1);
    } catch (cause) {
      const detail = describe(cause);
      failure ??= new TracerError('storage', `Recorded items could not be written: ${detail}.`, { cause });
      ledger.drop('failed', detail);
    }
  };

  return {
    send(items) {
      for (const item of items) sendItem(item);
    },
    async flush() {
      const problem = failure;
      failure = undefined;
      return problem;
    },
    async close() {
      isClosed = true;
      // Each write was counted by its own outcome.
      ignoreErrors(() => writer.close());
      return failure;
    },
    stats: () => ledger.stats(0, 0),
    atRisk: () => 0,
  };
}

function describe(cause: unknown): string {
  const { code, name } = (cause ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return String(code ?? name ?? typeof cause);
}
