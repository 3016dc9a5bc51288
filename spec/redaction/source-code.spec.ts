import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { redactText } from '../support/redaction.ts';

const modules = join(import.meta.dirname, '../../node_modules');
const maxChars = 500_000;
const maxCharsPerFile = 20_000;
const kinds = /(?:\.(?:[cm]?[jt]s|d\.ts|ya?ml)|package\.json|CHANGELOG\.md|\.package-lock\.json)$/i;
const label = /\[(?:EMAIL|PHONE|SSN|CREDIT_CARD|IP|IBAN|SECRET)\]/g;
/** Authors are in the heads of many files. They are personal data, and so not counted as wrong. */
const counted = (redacted: string): number =>
  (redacted.match(label) ?? []).filter((found) => found !== '[EMAIL]').length;

/** Reads source code, lockfiles and changelogs of installed packages, in the order of their names. */
function readSources(): readonly string[] {
  const texts = [readFileSync(join(modules, '../package-lock.json'), 'utf8').slice(0, maxCharsPerFile * 4)];
  let chars = 0;
  for (const name of readdirSync(modules).filter(
    (entry) => !entry.startsWith('.') && !entry.startsWith('@'),
  )) {
    const files = readdirSync(join(modules, name), { encoding: 'utf8' }).filter((file) => kinds.test(file));
    for (const file of files.slice(0, 3)) {
      const text = readFileSync(join(modules, name, file), 'utf8').slice(0, maxCharsPerFile);
      texts.push(text);
      chars += text.length;
    }
    if (chars > maxChars) break;
  }
  return texts;
}

describe('source code, lockfiles and changelogs', () => {
  it('lose at most 1 range in 10,000 characters', () => {
    const texts = readSources();
    const chars = texts.reduce((sum, text) => sum + text.length, 0);
    const wrong = texts.reduce((sum, text) => sum + counted(redactText(text)), 0);
    expect(chars).toBeGreaterThan(maxChars);
    expect((wrong / chars) * 10_000).toBeLessThanOrEqual(1);
  });

  it('lose nothing of code but literals', () => {
    const code = readSources()
      .join('\n')
      .split('\n')
      .filter(
        (line) =>
          /^\s*(?:const|let|var|return|if|import|export|function)\b/.test(line) && !/["'`/#]/.test(line),
      );
    expect(code.length).toBeGreaterThan(500);
    expect(code.filter((line) => redactText(line) !== line)).toEqual([]);
  });
});
