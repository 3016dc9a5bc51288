import { JsonWriter } from '../../lib/transport/encoding/json-writer.ts';
import type { WrittenGroup } from '../../lib/transport/encoding/written-group.ts';
import { bytesBeforeText } from '../../lib/transport/spool/record.ts';
import type { SegmentItem } from '../../lib/transport/spool/segment.ts';

/** Encodes values as one group, as a spool appends them. */
export function spoolItems(
  values: readonly unknown[],
  priority: SegmentItem['priority'] = 1,
): WrittenGroup<SegmentItem> {
  const writer = new JsonWriter(bytesBeforeText);
  const items = values.map((value) => ({ ...writer.write(value), priority }));
  return { values: items as [SegmentItem, ...SegmentItem[]], bytesBefore: bytesBeforeText };
}
