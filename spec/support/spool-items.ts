import { JsonWriter } from '../../lib/transport/encoding/json-writer.ts';
import { bytesBeforeText } from '../../lib/transport/spool/record.ts';
import type { SegmentItem } from '../../lib/transport/spool/segment.ts';

/** Values written out one behind the other, as a spool takes them. */
export function spoolItems(values: readonly unknown[], priority: SegmentItem['priority'] = 1): SegmentItem[] {
  const writer = new JsonWriter(bytesBeforeText);
  return values.map((value) => ({ ...writer.write(value), priority }));
}
