import { type BatchItem, type DropReason, TracerError } from '../../model/index.ts';
import { Ledger } from '../delivery/ledger.ts';
import type { Transport } from '../transport.ts';

/** Where items are written as they come. */
export interface Writer {
  /**
   * Writes an item, in the caller's turn.
   *
   * @throws when it could not be written: it is lost, and counted
   */
  write(item: BatchItem): void;
  close(): void;
}

/** A transport without a queue: when `send` returns, the item has been written or is counted as lost. */
export function createSynchronousTransport(
  writer: Writer,
  onDrop: (reason: DropReason, detail: string) => void,
): Transport {
  const ledger = new Ledger(onDrop);
  let failure: TracerError | undefined;
  let isClosed = false;

  return {
    send(item) {
      ledger.accept(item);
      if (isClosed) {
        ledger.drop('closed', 'it came after close()');
        return;
      }
      try {
        writer.write(item);
        ledger.store(1);
      } catch (cause) {
        const detail = describe(cause);
        failure ??= new TracerError('storage', `What was recorded could not be written: ${detail}.`, {
          cause,
        });
        ledger.drop('failed', detail);
      }
    },
    async flush() {
      const problem = failure;
      failure = undefined;
      return problem;
    },
    async close() {
      isClosed = true;
      try {
        writer.close();
      } catch {
        // Each write has been counted by what it answered.
      }
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
