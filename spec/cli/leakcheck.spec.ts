import { describe, expect, it } from 'vitest';
import { Planter } from '../../lib/cli/leakcheck/canaries.ts';
import { countLabels, findLeaks } from '../../lib/cli/leakcheck/search.ts';
import { runProgram } from '../support/host-program.ts';
import { redactText } from '../support/redaction.ts';

describe('sentrial leakcheck', () => {
  it('finds nothing of what it planted in sixty-five places of real runs: wire, spool, database, logs, answers', {
    timeout: 60_000,
  }, async () => {
    const { code, stdout, stderr } = await runProgram('lib/cli/main.ts', {}, ['leakcheck']);
    expect(stdout).not.toContain('LEAK');
    expect([code, stderr]).toEqual([0, '']);
    expect(Number(/Planted (\d+)/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(65);
    const searched = [...stdout.matchAll(/^(.{24}) *[1-9][\d,]* characters +0 leaks$/gm)];
    expect(searched.map(([, name = '']) => name.trim())).toEqual(
      expect.arrayContaining([
        'sent over the wire',
        'in the spool',
        'in the database',
        'in answers and exports',
      ]),
    );
  });
});

describe('what leakcheck plants', () => {
  const kinds = ['email', 'phone', 'ssn', 'card', 'iban', 'ip', 'key'] as const;

  it.each(kinds)('is what the rules find: %s', (kind) => {
    const planter = new Planter();
    for (let count = 0; count < 60; count++) {
      expect(redactText(`see ${planter.plant('here', kind)}!`)).toMatch(/^see \[[A-Z_]+\]!$/);
    }
  });

  it.each(kinds)('is found when it leaks, with separators and without: %s', (kind) => {
    const planter = new Planter();
    const piece = planter.plant('here', kind);
    const leak = (text: string) =>
      findLeaks(planter.planted, { name: 'wire', text }).map(({ place }) => place);
    expect(leak(`x${piece}x`)).toEqual(['here']);
    expect(leak(piece.replace(/[\s()+-]/g, ''))).toEqual(['here']);
    expect(leak(redactText(piece))).toEqual([]);
    expect(countLabels({ name: 'wire', text: redactText(piece) })).toBe(1);
  });
});
