import { type BatchItem, isObject, type Json } from '../../model/index.ts';

const stringLimits = [16_384, 4096, 1024, 256];
const contentFields = ['input', 'output', 'metadata', 'error', 'failure'];

/**
 * Cuts an item to at most `maxBytes`: long texts lose their middle first, then whole contents are removed.
 * Each cut is marked in place.
 *
 * @returns `undefined` when the item is still too large
 */
export function shrinkItem(json: string, maxBytes: number): string | undefined {
  const item = JSON.parse(json) as BatchItem;
  for (const limit of stringLimits) {
    const cut = JSON.stringify(item, (_, value: unknown) =>
      typeof value === 'string' ? ends(value, limit) : value,
    );
    if (Buffer.byteLength(cut) <= maxBytes) return cut;
  }
  const bare = JSON.stringify(withoutContent(item));
  return Buffer.byteLength(bare) <= maxBytes ? bare : undefined;
}

function ends(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const tail = limit >> 2;
  const missing = (text.length - limit).toLocaleString('en-US');
  const head = text.slice(0, limit - tail).toWellFormed();
  return `${head}… [${missing} characters left out] …${text.slice(-tail).toWellFormed()}`;
}

function withoutContent(item: BatchItem): unknown {
  const emptied = (fields: object): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(fields).map(([key, value]) => [
        key,
        contentFields.includes(key) ? mark(key, value) : value,
      ]),
    );
  const bare = emptied(item);
  return isObject(bare.set) ? { ...bare, set: emptied(bare.set) } : bare;
}

function mark(key: string, value: Json): unknown {
  const cut = { $type: 'cut', reason: 'too-large', bytes: Buffer.byteLength(JSON.stringify(value ?? null)) };
  if (key === 'metadata') return { 'sentrial.cut': cut };
  if (key !== 'error' && key !== 'failure') return cut;
  const { type = 'Error' } = isObject(value) ? value : {};
  return { type: String(type).slice(0, 256), message: '… left out: too large …' };
}
