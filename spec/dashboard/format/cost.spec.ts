import { describe, expect, it } from 'vitest';
import { formatCost, formatExactCost, readCost } from '../../../lib/dashboard/format/cost.ts';

describe('formatCost()', () => {
  it.each([
    ['0', '$0.00'],
    ['1', '$0.000000000001'],
    ['27000000', '$0.000027'],
    ['27450000', '$0.000027'],
    ['149700000', '$0.00015'],
    ['9990000000', '$0.0100'],
    ['10000000000', '$0.01'],
    ['32700000000', '$0.0327'],
    ['500000000000', '$0.50'],
    ['1000000000000', '$1.00'],
    ['12345678900000', '$12.35'],
    ['1234567000000000000000', '$1,234,567,000.00'],
    ['-27000000', '-$0.000027'],
  ])('writes %s pico-dollars as %s', (pico, text) => {
    expect(formatCost(pico)).toBe(text);
  });

  it('keeps every digit of a sum that no number holds', () => {
    expect(formatExactCost('9007199254740993000001')).toBe('$9,007,199,254.740993000001');
  });

  it('returns a dash for a value that is not an integer', () => {
    expect([formatCost('free'), formatCost(0.5), formatExactCost('1e3')]).toEqual(['—', '—', '—']);
  });
});

describe('readCost()', () => {
  it('never takes calls without a price for free ones', () => {
    expect(readCost({ costPico: '0', unpricedCalls: 2 })).toEqual({ known: 'nothing' });
  });

  it('is zero for a call without usage', () => {
    expect(readCost({ costPico: '0', unpricedCalls: 0 })).toEqual({
      known: 'all',
      text: '$0.00',
      exact: '$0.00',
    });
  });

  it('marks a sum as partial when a fee is unknown', () => {
    expect(readCost({ costPico: '27000000', unpricedCalls: 0, incompleteCalls: 1 })).toMatchObject({
      known: 'part',
    });
  });

  it('marks a sum as partial', () => {
    expect(readCost({ costPico: '27000000', unpricedCalls: 1 })).toEqual({
      known: 'part',
      text: '$0.000027',
      exact: '$0.000027',
    });
  });
});
