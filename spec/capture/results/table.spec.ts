import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { returnKinds } from '../../support/return-kinds.ts';
import { outcomesOf } from '../../support/transparency.ts';

/** The table of the README, as the transparency specs play it. */
function tableOfOutcomes(): string[] {
  const outcomes = [...new Set(returnKinds.flatMap((kind) => outcomesOf(kind).map(({ name }) => name)))];
  const cells = returnKinds.map((kind) => {
    const statuses = new Map(outcomesOf(kind).map(({ name, status }) => [name, status]));
    return [kind.name, ...outcomes.map((name) => statuses.get(name) ?? '')];
  });
  return [['it gives', ...outcomes], ...cells].map((row) => row.join(' | '));
}

it('the table of what is recorded, in lib/README.md, is what the specs show', () => {
  const text = readFileSync(new URL('../../../lib/README.md', import.meta.url), 'utf8');
  const section = text.slice(text.indexOf('## What is recorded of a call'), text.indexOf('## Where is'));
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
