import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusedWords } from './support/prose.ts';

const root = join(import.meta.dirname, '..');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const filesIn = (path: string, extension: string): readonly string[] =>
  readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(extension))
    .map((file) => join(path, file));

const guides = ['README.md', ...filesIn('lib/docs', '.md')];
const samples = filesIn('samples', '.ts').map(textOf).join('\n');
const shipped: readonly string[] = JSON.parse(textOf('package.json')).files;
const nodeStatement =
  'Tracing needs Node.js 22.13 or newer. The collector and the `sentrial` command need Node.js 22.16 or newer.\n' +
  'The scripts of this repository run from Node.js 20 or newer, because they bring their own Node.js.';

/** Headings as GitHub turns them into anchors. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

const linksOf = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^https?:/.test(link));

const isShipped = (path: string): boolean =>
  shipped.some((entry) => path === entry || path.startsWith(`${entry}/`));

describe.each(guides)('%s', (guide) => {
  const text = textOf(guide);

  it('quotes only code that a sample contains', () => {
    const paragraphs = [...text.matchAll(/```ts\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
      block.trim().split('\n\n'),
    );
    expect(paragraphs.filter((paragraph) => !samples.includes(paragraph))).toEqual([]);
  });

  it('uses none of the words that hide the meaning', () => {
    expect(text.match(refusedWords) ?? []).toEqual([]);
  });

  it('links only to files of the published package, and to headings that exist', () => {
    const wrong = linksOf(text).filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? guide : relative(root, resolve(root, dirname(guide), path));
      if (!isShipped(target) || !existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(textOf(target)).includes(anchor);
    });
    expect(wrong).toEqual([]);
  });
});

describe('the README', () => {
  const readme = textOf('README.md');

  it('has at most 150 lines', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  it('quotes code', () => {
    expect(readme).toContain('```ts\n');
  });

  it('contains the two commands of this repository', () => {
    expect(readme).toContain('\nnpm ci && npm start\nnpm ci && npm test\n');
  });

  it('links to each guide, directly or through another guide', () => {
    const seen = new Set<string>();
    const visit = (guide: string): void => {
      if (seen.has(guide) || !guide.endsWith('.md')) return;
      seen.add(guide);
      for (const link of linksOf(textOf(guide))) {
        const [path = ''] = link.split('#');
        if (path !== '') visit(relative(root, resolve(root, dirname(guide), path)));
      }
    };
    visit('README.md');
    expect(guides.filter((guide) => !seen.has(guide))).toEqual([]);
  });
});

describe('the required version of Node.js', () => {
  it.each([
    'README.md',
    'lib/docs/getting-started.md',
    'lib/docs/compatibility.md',
    '.github/CONTRIBUTING.md',
  ])('is stated in the same words in %s', (path) => {
    expect(textOf(path)).toContain(nodeStatement);
  });

  it('matches package.json and the command', () => {
    expect(JSON.parse(textOf('package.json')).engines.node).toBe('>=22.13');
    expect(textOf('lib/cli/main.ts')).toContain('[22, 16]');
  });
});
