import { describe, expect, it } from 'vitest';
import { lossTexts, sumOf, tallyOf } from '../../../../lib/dashboard/components/delivery/tally.ts';
import { type DeliveryStats, emptyStats } from '../../../../lib/model/index.ts';

const statsWith = (fields: Partial<DeliveryStats>): DeliveryStats => ({ ...emptyStats, ...fields });

describe('tallyOf()', () => {
  it('counts the items of the last batch as stored', () => {
    const stats = statsWith({ accepted: 10, stored: 6, queued: 4 });
    expect(tallyOf({ stats, arrived: 3 })).toMatchObject({ stored: 9, queued: 1 });
    expect(tallyOf({ stats, arrived: 7 })).toMatchObject({ stored: 10, queued: 0 });
  });

  it('keeps the sum: everything recorded is stored, waits or was lost', () => {
    const dropped = { ...emptyStats.dropped, refused: 2, closed: 5 };
    const tally = tallyOf({
      stats: statsWith({ accepted: 20, stored: 8, queued: 2, spooled: 3, dropped }),
      arrived: 2,
    });
    expect(tally.stored + tally.queued + tally.spooled + tally.lost).toBe(tally.accepted);
    expect(tally.losses).toEqual([
      { reason: 'closed', count: 5 },
      { reason: 'refused', count: 2 },
    ]);
  });
});

describe('sumOf()', () => {
  it('adds up programs and their reasons', () => {
    const one = (reason: 'closed' | 'failed') => {
      const dropped = { ...emptyStats.dropped, refused: 1, [reason]: 2 };
      return tallyOf({ stats: statsWith({ accepted: 4, stored: 1, dropped }), arrived: 0 });
    };
    expect(sumOf([one('closed'), one('failed'), one('failed')])).toMatchObject({
      accepted: 12,
      stored: 3,
      lost: 9,
      losses: [
        { reason: 'failed', count: 4 },
        { reason: 'refused', count: 3 },
        { reason: 'closed', count: 2 },
      ],
    });
    expect(sumOf([])).toMatchObject({ accepted: 0, lost: 0, losses: [] });
  });
});

describe('the texts for losses', () => {
  it('explain every reason', () =>
    expect(Object.keys(lossTexts).sort()).toEqual(Object.keys(emptyStats.dropped).sort()));
});
