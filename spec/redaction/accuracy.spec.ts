import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { redactText } from '../support/redaction.ts';

interface Labelled {
  readonly text: string;
  readonly spans: readonly { readonly start: number; readonly end: number; readonly label: string }[];
  readonly only?: string;
}

const read = (name: string): readonly Labelled[] =>
  readFileSync(new URL(`../fixtures/pii/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const count = (text: string, label: string): number => text.split(`[${label}]`).length - 1;

/** Computes the F2 score. A hit is a label in the redacted text that matches an annotated span. */
function scoreOf(label: string): number {
  let hits = 0;
  let found = 0;
  let expected = 0;
  for (const { text, spans, only } of read('labelled')) {
    if (only !== undefined && only !== label) continue;
    const annotated = spans.filter((span) => span.label === label).length;
    const got = count(redactText(text), label);
    hits += Math.min(annotated, got);
    found += got;
    expected += annotated;
  }
  const precision = hits / found;
  const recall = hits / expected;
  return (5 * precision * recall) / (4 * precision + recall);
}

describe('the built-in rules', () => {
  it.each([
    ['EMAIL', 0.97],
    ['CREDIT_CARD', 0.97],
    ['IBAN', 0.97],
    ['SSN', 0.9],
    ['PHONE', 0.9],
    ['IP', 0.9],
  ])('find %s in labelled texts with an F2 score of at least %d', (label, minScore) => {
    expect(scoreOf(label)).toBeGreaterThanOrEqual(minScore);
  });

  it('find nothing in texts without personal data', () => {
    const texts = read('without').map(({ text }) => text);
    const changed = texts.filter((text) => redactText(text) !== text);
    expect(changed).toEqual([]);
  });
});
