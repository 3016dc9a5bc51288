import { isObject } from '../model/index.ts';
import { readMessage } from './protobuf.ts';

/** The part of a request that a backend rejected. */
export interface PartialSuccess {
  readonly rejectedSpans: number;
  readonly message: string;
}

/**
 * Parses the response to a request, in either encoding. An unreadable body means that everything was
 * accepted.
 */
export function readPartialSuccess(body: Uint8Array, contentType: string): PartialSuccess | undefined {
  try {
    const told = contentType.includes('json') ? fromJson(body) : fromProtobuf(body);
    return told && told.rejectedSpans > 0 ? told : undefined;
  } catch {
    return undefined;
  }
}

function fromJson(body: Uint8Array): PartialSuccess | undefined {
  const reply: unknown = JSON.parse(Buffer.from(body).toString());
  const told = isObject(reply) && isObject(reply.partialSuccess) ? reply.partialSuccess : undefined;
  return told && { rejectedSpans: Number(told.rejectedSpans), message: String(told.errorMessage ?? '') };
}

function fromProtobuf(body: Uint8Array): PartialSuccess | undefined {
  const told = readMessage(body).get(1);
  if (!(told instanceof Uint8Array)) return undefined;
  const fields = readMessage(told);
  const [rejected, message] = [fields.get(1), fields.get(2)];
  return {
    rejectedSpans: typeof rejected === 'bigint' ? Number(rejected) : 0,
    message: message instanceof Uint8Array ? Buffer.from(message).toString() : '',
  };
}
