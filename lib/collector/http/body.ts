import { createGunzip } from 'node:zlib';
import { badRequest, tooLarge, unsupported } from './problems.ts';

/** A parsed body, or the response that refuses the request. */
export type ReadBody = { readonly value: unknown } | { readonly problem: Response };

const maxBodyBytes = 8 * 1024 * 1024;
const maxDiscardedBytes = 64 * 1024 * 1024;
const maxUnpackedBytes = 20 * 1024 * 1024;
/** Ratio that no normal text reaches. Bodies above it are made to exhaust memory. */
const maxRatio = 200;
const ratioFromBytes = 1024 * 1024;
const maxDepth = 100;

/** Reads a JSON body with limits: 8 MiB, 20 MiB uncompressed, strict UTF-8, 100 levels of nesting. */
export async function readJson(request: Request): Promise<ReadBody> {
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    return { problem: unsupported('Send the body as application/json') };
  }
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() || 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') {
    return { problem: unsupported('Send the body uncompressed or compressed with gzip') };
  }
  let bytes: Buffer | undefined;
  try {
    bytes = await readBytes(request);
  } catch {
    return { problem: badRequest('The body ended before all of it had arrived') };
  }
  if (!bytes) return { problem: tooLarge(`A body has ${inWords(maxBodyBytes)} bytes at most`) };
  if (encoding === 'identity') return parseJson(bytes);
  const unpacked = await unpack(bytes);
  return 'problem' in unpacked ? unpacked : parseJson(unpacked.bytes);
}

const inWords = (bytes: number): string => bytes.toLocaleString('en-US');

async function unpack(packed: Buffer): Promise<{ readonly bytes: Buffer } | { readonly problem: Response }> {
  const chunks: Buffer[] = [];
  let size = 0;
  const gunzip = createGunzip();
  gunzip.end(packed);
  try {
    for await (const chunk of gunzip) {
      size += (chunk as Buffer).length;
      if (size > maxUnpackedBytes || (size > ratioFromBytes && size > packed.length * maxRatio)) {
        return { problem: tooLarge(`A body unpacks to ${inWords(maxUnpackedBytes)} bytes at most`) };
      }
      chunks.push(chunk as Buffer);
    }
  } catch {
    return { problem: badRequest('The body is not gzip') };
  }
  return { bytes: Buffer.concat(chunks) };
}

/**
 * Reads and discards the rest of a body above the limit, because many clients read no response before they
 * have sent everything.
 */
async function readBytes(request: Request): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size <= maxBodyBytes) chunks.push(chunk);
    else if (size > maxDiscardedBytes) break;
  }
  return size > maxBodyBytes ? undefined : Buffer.concat(chunks);
}

function parseJson(bytes: Buffer): ReadBody {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { problem: badRequest('The body is not UTF-8') };
  }
  if (isTooDeep(text)) return { problem: badRequest(`The body is nested deeper than ${maxDepth} levels`) };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: badRequest('The body is not JSON') };
  }
}

/** `JSON.parse` accepts any depth, but a deeper value could not be serialised again. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === quote) at = endOfString(text, at);
    else if (char === openBracket || char === openBrace) depth++;
    else if (char === closeBracket || char === closeBrace) depth--;
    if (depth > maxDepth) return true;
  }
  return false;
}

/** Returns the index of the closing quote of a string, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text.charCodeAt(first - 1) === backslash) first--;
    if ((end - first) % 2 === 0) return end;
  }
  return text.length;
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
