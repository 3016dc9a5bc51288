import { isObject } from '../../../model/index.ts';

type Part = Record<string, unknown>;

/** Describes a file that a model made. Its data is not recorded. */
export function describeFile({ mediaType, mimeType, data, base64, uint8Array, filename }: Part) {
  const content = data ?? base64 ?? uint8Array;
  return {
    mediaType: mediaType ?? mimeType,
    filename,
    bytes: sizeOf(content),
    url: content instanceof URL ? content.href : undefined,
  };
}

/** Describes a source or citation of an answer. */
export function describeSource({ sourceType, id, url, title, mediaType, filename, providerMetadata }: Part) {
  return { sourceType, id, url, title, mediaType, filename, providerMetadata };
}

/** Returns the size of binary data or Base64 text in bytes. */
function sizeOf(content: unknown): number | undefined {
  if (ArrayBuffer.isView(content) || content instanceof ArrayBuffer) return content.byteLength;
  if (typeof content !== 'string') return undefined;
  const base64 = content.slice(content.startsWith('data:') ? content.indexOf(',') + 1 : 0);
  const padding = base64.endsWith('==') ? 2 : Number(base64.endsWith('='));
  return Math.floor((base64.length * 3) / 4) - padding;
}

/** Returns the list, or `undefined` for an empty one, which is not recorded. */
export const unlessEmpty = <T>(list: readonly T[]): readonly T[] | undefined =>
  list.length > 0 ? list : undefined;

/** Returns the source of a stream part, which Mastra's own chunks nest. */
export const sourceOf = (part: Part): Part => (isObject(part.source) ? part.source : part);
