import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Prose, proseOf, refusedWords, sentencesOf } from './support/prose.ts';

const root = join(import.meta.dirname, '..');
const maxSentences = 2;
const maxWords = 30;

interface Source {
  readonly path: string;
  readonly text: string;
  readonly prose: readonly Prose[];
}

const sourcesOf = (folder: string): readonly Source[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(root, file), text: readFileSync(file, 'utf8') }))
    .filter(({ path }) => !/^spec\/(fixtures|\.)|^samples\/product-page/.test(path))
    .map((source) => ({ ...source, prose: proseOf(source.text) }));

/** A single word is a name, not a message. */
const isMessage = (text: string): boolean => /\S\s+\S/.test(text);

/** Text between the tags of a dashboard component. */
const jsxTextOf = (source: string): readonly string[] =>
  [...source.matchAll(/[>}]([^<>{}=;]*\w\s+\w[^<>{}=;]*)[<{]/g)].map(([, text = '']) => text);

/** Test data that quotes other people's words. */
const quotes = new Set(['lib/redaction/rules/named-secret.ts', 'spec/support/prose.ts']);

const refusedIn = (sources: readonly Source[], select: (prose: Prose) => boolean): readonly string[] =>
  sources
    .filter(({ path }) => !quotes.has(path))
    .flatMap(({ path, prose }) =>
      prose
        .filter(select)
        .flatMap(({ text, line }) =>
          (text.match(refusedWords) ?? []).map((word) => `${path}:${line} says "${word}"`),
        ),
    );

const lib = sourcesOf('lib');
const spec = sourcesOf('spec');
const samples = sourcesOf('samples');

describe('the language of the source', () => {
  it('uses none of the words that hide the meaning in comments', () => {
    const all = [...lib, ...spec, ...samples];
    expect(refusedIn(all, ({ kind }) => kind !== 'text')).toEqual([]);
  });

  it('uses none of these words in messages', () => {
    expect(refusedIn(lib, ({ kind, text }) => kind === 'text' && isMessage(text))).toEqual([]);
  });

  it('uses none of these words in the text of dashboard components', () => {
    const wrong = lib
      .filter(({ path }) => path.endsWith('.tsx'))
      .flatMap(({ path, text }) =>
        jsxTextOf(text).flatMap((jsx) => (jsx.match(refusedWords) ?? []).map((word) => `${path}: "${word}"`)),
      );
    expect(wrong).toEqual([]);
  });

  it('uses none of these words in titles of specs', () => {
    const titles = /(?:^\s*(?:describe|it|test)(?:\.\w+)*(?:<[^>]*>)?\(|\]\)\()\s*(['"`])(.*?)\1/gm;
    const wrong = spec.flatMap(({ path, text }) =>
      [...text.matchAll(titles)]
        .filter(([, , title = '']) => title.match(refusedWords))
        .map(([, , title]) => `${path}: ${title}`),
    );
    expect(wrong).toEqual([]);
  });

  it(`has docstrings of at most ${maxSentences} sentences with at most ${maxWords} words each in lib`, () => {
    const wrong = lib.flatMap(({ path, prose }) =>
      prose
        .filter(({ kind }) => kind === 'docstring')
        .filter(({ text }) => {
          const sentences = sentencesOf(text);
          return (
            sentences.length > maxSentences ||
            sentences.some((sentence) => sentence.split(' ').length > maxWords)
          );
        })
        .map(({ line, text }) => `${path}:${line} ${text.slice(0, 60)}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('proseOf()', () => {
  it.each([
    ['a docstring', '/** One. */', ['docstring: One.']],
    ['a comment of several lines', '// a\nfoo()', ['comment: a']],
    ['strings in both quotes', `f('it\\'s', "b // c")`, [`text: it\\'s`, 'text: b // c']],
    [
      'the fixed parts of a template',
      ['`a $', '{b ? `c` : {d: 1}} e`'].join(''),
      ['text: a ', 'text: c', 'text:  e'],
    ],
    ['nothing in a regular expression', 'const a = /[/"]\'/g; // b', ['comment: b']],
    ['a division that is not a regular expression', `a / 2; 'b' / 3`, ['text: b']],
  ])('finds %s', (_, source, expected) => {
    expect(proseOf(source).map(({ kind, text }) => `${kind}: ${text}`)).toEqual(expected);
  });
});
