import { describe, expect, it } from 'vitest';
import { totalTokens, usageParts } from '../../../../lib/dashboard/components/event/usage-parts.ts';

describe('usageParts()', () => {
  const usage = { inputTokens: 302, cacheReadTokens: 1024, outputTokens: 46, reasoningTokens: 12 };

  it('lists the parts that are there, each with its cost', () => {
    expect(usageParts(usage, { input: 45, output: 27 })).toEqual([
      { name: 'Input', tokens: 302, costPico: 45 },
      { name: 'Input, read from cache', tokens: 1024 },
      { name: 'Output', tokens: 46, costPico: 27 },
    ]);
  });

  it('shows reasoning apart where it has a price of its own', () => {
    expect(
      usageParts({ ...usage, audioOutputTokens: 4 }, { output: 34, reasoning: 24, audioOutput: 8 }),
    ).toEqual([
      { name: 'Input', tokens: 302 },
      { name: 'Input, read from cache', tokens: 1024 },
      { name: 'Output', tokens: 34, costPico: 34 },
      { name: 'Output, reasoning', tokens: 12, costPico: 24 },
      { name: 'Output, audio', tokens: 4, costPico: 8 },
    ]);
  });

  it('lists images, cached audio and units that are not tokens', () => {
    const more = {
      ...usage,
      audioCacheReadTokens: 24,
      imageOutputTokens: 1290,
      serviceTier: 'flex',
      units: { webSearches: 2 },
    };
    expect(usageParts(more, { audioCacheRead: 1, webSearches: 20 })).toEqual([
      { name: 'Input', tokens: 302 },
      { name: 'Input, read from cache', tokens: 1000 },
      { name: 'Input, audio read from cache', tokens: 24, costPico: 1 },
      { name: 'Output', tokens: 46 },
      { name: 'Output, images', tokens: 1290 },
      { name: 'Web searches', tokens: 2, costPico: 20 },
    ]);
    expect(totalTokens(more)).toBe(1372 + 1290);
  });

  it('omits units that it does not know', () => {
    const units = JSON.parse('{ "constructor": 1, "__proto__": 2, "newUnit": 3 }');
    expect(usageParts({ ...usage, units }, undefined)).toEqual(usageParts(usage, undefined));
  });

  it('counts no token twice', () => {
    expect(totalTokens(usage)).toBe(1372);
  });
});
