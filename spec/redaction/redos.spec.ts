import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSync } from 'recheck';
import { describe, expect, it } from 'vitest';
import { providerKeyForms } from '../../lib/redaction/rules/provider-keys.ts';
import { redactText } from '../support/redaction.ts';

const folder = join(import.meta.dirname, '../../lib/redaction');
const literal =
  /(?<=[=(,:!&|?[]\s*|return\s+)\/(?![*/])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([a-z]*)/g;

const patterns = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .flatMap((path) => [...readFileSync(join(folder, path), 'utf8').matchAll(literal)])
  .map(([, source = '', flags = '']) => ({ source, flags }))
  .concat(providerKeyForms.map((source) => ({ source, flags: 'y' })));

describe('the patterns of the rules', () => {
  it('all take linear time', { timeout: 300_000 }, () => {
    expect(patterns.length).toBeGreaterThan(100);
    const unsafe = patterns.filter(
      ({ source, flags }) => checkSync(source, flags, { timeout: 60_000 }).status !== 'safe',
    );
    expect(unsafe).toEqual([]);
  });
});

const chars = 40_000;
const hostile = [
  'a', '1', '@', 'a@', '1-', '1 ', '12 ', '+1', '(1', '"a"@', '\\', '%40', '&#64;', '.', '-----', '_', 'a=',
  '-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', 'eyJa.', 'sk-', 'password=', 'token:', '"password":"',
  'http://a:b', '[A', '::', '1.', '1.1.1.1', '0a:', 'DE89 ', 'Bearer 1', 'curl -u a:', '4111 ', '\u200b', '\u043e',
  '\ud835\udc00', '{"a":', '[[', '"{', '\\u0040', 'call 12 ', '123-45-', '0 ', '00 ', '\n',
  '_eyJ', '²-----', '219 - ', 'QUFB', '<password>', '--password ', 'password is a1 ', 'a。b', '4111.', '> ',
]; // biome-ignore format: a list

describe('a hostile text', () => {
  it.each(hostile)('of repeated %j is scanned in linear time', (unit) => {
    const text = unit.repeat(chars / unit.length);
    redactText(text.slice(0, 1000));
    const ms = Math.min(timeOf(text), timeOf(text));
    expect(ms).toBeLessThan(300);
  });
});

function timeOf(text: string): number {
  const start = process.cpuUsage();
  redactText(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
