import { isObject } from '../model/index.ts';
import { readMessage } from './protobuf.ts';

/** The response of a backend that rejected some spans of a request. */
export interface PartialSuccess {
  readonly rejectedSpans: number;
  readonly message: string;
}

/**
 * Reads the partial success of a response in either encoding. An unreadable body counts as full success, because the
 * HTTP status reported success.
 */
export function readPartialSuccess(body: Uint8Array, contentType: string): PartialSuccess | undefined {
  try {
    const result = contentType.includes('json') ? fromJson(body) : fromProtobuf(body);
    return result && result.rejectedSpans > 0 ? result : undefined;
  } catch {
    return undefined;
  }
}

function fromJson(body: Uint8Array): PartialSuccess | undefined {
  const reply: unknown = JSON.parse(Buffer.from(body).toString());
  const result = isObject(reply) && isObject(reply.partialSuccess) ? reply.partialSuccess : undefined;
  return (
    result && { rejectedSpans: Number(result.rejectedSpans), message: String(result.errorMessage ?? '') }
  );
}

function fromProtobuf(body: Uint8Array): PartialSuccess | undefined {
  const result = readMessage(body).get(1);
  if (!(result instanceof Uint8Array)) return undefined;
  const fields = readMessage(result);
  const [rejected, message] = [fields.get(1), fields.get(2)];
  return {
    rejectedSpans: typeof rejected === 'bigint' ? Number(rejected) : 0,
    message: message instanceof Uint8Array ? Buffer.from(message).toString() : '',
  };
}
