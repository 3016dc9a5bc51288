import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../lib/transport/encoding/written-group.ts';
import { encodeRecord, scanRecords } from '../../../lib/transport/spool/record.ts';

const texts = ['{"a":1}', '{"b":"ü\\n"}', '{"c":[1,2,3]}', '{}'];
const encoded = texts.map((text) => encodeRecord('1', text));
const whole = Buffer.concat(encoded);
const ends = encoded.map((_, at) => Buffer.concat(encoded.slice(0, at + 1)).length);
const textsIn = (bytes: Buffer) => scanRecords(bytes).records.map(({ text }) => textOf(text));

describe('scanRecords()', () => {
  it('reads written records', () => {
    fc.assert(
      fc.property(fc.array(fc.json()), (written) => {
        const scan = scanRecords(Buffer.concat(written.map((text) => encodeRecord('2', text))));
        expect(scan.records.map(({ text }) => textOf(text))).toEqual(written);
        expect(scan.corrupt).toBe(0);
      }),
    );
  });

  it('keeps all whole records of a file that is cut off anywhere', () => {
    for (let cut = 0; cut <= whole.length; cut++) {
      const found = textsIn(whole.subarray(0, cut));
      // The last newline may be missing.
      expect(found).toEqual(texts.filter((_, at) => (ends[at] ?? 0) - 1 <= cut));
    }
  });

  it('loses only the record with a changed byte', () => {
    for (let at = 0; at < whole.length; at++) {
      for (const change of [1, 0x0a, 0x80]) {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        const { records, corrupt } = scanRecords(bytes);
        const found = records.map(({ text }) => textOf(text));
        expect(found.length).toBeGreaterThanOrEqual(texts.length - 1);
        expect(texts).toEqual(expect.arrayContaining(found));
        expect(corrupt > 0 || found.length === texts.length).toBe(true);
      }
    }
  });

  it('finds nothing in a foreign file, and does not fail', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(scanRecords(Buffer.from(bytes)).records).toEqual([]);
      }),
    );
  });
});
