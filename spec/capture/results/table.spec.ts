import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { returnKinds } from '../../support/return-kinds.ts';
import { outcomesOf } from '../../support/transparency.ts';

/** The expected table, built from the cases of the transparency specs. */
function tableOfOutcomes(): string[] {
  const outcomes = [...new Set(returnKinds.flatMap((kind) => outcomesOf(kind).map(({ name }) => name)))];
  const cells = returnKinds.map((kind) => {
    const statuses = new Map(outcomesOf(kind).map(({ name, status }) => [name, status]));
    return [kind.name, ...outcomes.map((name) => statuses.get(name) ?? '')];
  });
  return [['result', ...outcomes], ...cells].map((row) => row.join(' | '));
}

it('lib/docs/context-and-decorators.md lists the recorded statuses that the transparency specs check', () => {
  const text = readFileSync(new URL('../../../lib/docs/context-and-decorators.md', import.meta.url), 'utf8');
  const section = text.slice(text.indexOf('## What is recorded of a call'));
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| -'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(' | '),
    );
  expect(rows).toEqual(tableOfOutcomes());
});
