import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const lib = join(import.meta.dirname, '../lib');

/** Who may import whom. A room that is not named here may import nothing of ours. */
const mayImport: { readonly [room: string]: readonly string[] } = {
  primitives: [],
  model: [],
  credentials: ['model'],
  recorder: ['model', 'primitives'],
  context: ['model', 'primitives', 'recorder'],
  redaction: ['model', 'primitives'],
  pricing: ['model', 'primitives'],
  otlp: ['model'],
  transport: ['model', 'otlp', 'primitives'],
  client: ['model', 'primitives', 'credentials', 'context', 'recorder', 'redaction', 'pricing', 'transport'],
  capture: ['model', 'primitives', 'context', 'recorder', 'client'],
  testing: ['model', 'primitives', 'transport'],
  query: ['model', 'primitives'],
  store: ['model', 'query'],
  collector: ['model', 'primitives', 'credentials', 'redaction', 'pricing', 'query', 'store'],
  dashboard: ['model', 'query'],
  cli: ['model', 'primitives', 'context', 'client', 'capture', 'query', 'collector', 'transport'],
  // Keeps objects of internal classes alive, for speed alone.
  'keep-compiled.ts': ['capture', 'primitives', 'recorder', 'redaction'],
  'index.ts': [
    'keep-compiled.ts',
    'capture',
    'client',
    'context',
    'model',
    'pricing',
    'recorder',
    'redaction',
    'transport',
  ],
};

const bannedNames = /^(utils?|helpers?|common|shared|misc|base|core|types|manager|service)$/;

interface Source {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  /** Absolute paths of the files of ours that it imports. */
  readonly imports: readonly string[];
}

const sources: readonly Source[] = readdirSync(lib, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => {
    const file = join(entry.parentPath, entry.name);
    const path = relative(lib, file);
    const text = readFileSync(file, 'utf8');
    const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(
      ([, specifier]) => specifier ?? '',
    );
    return {
      path,
      room: path.split('/')[0] ?? '',
      text,
      imports: specifiers.map((specifier) => resolve(dirname(file), specifier)),
    };
  });

const roomOf = (file: string): string => relative(lib, file).split('/')[0] ?? '';
const rooms = [...new Set(sources.map(({ room }) => room))].filter((room) => !room.endsWith('.ts'));

/** Returns whether an earlier signature of the function has the docstring. */
function isOverload(text: string, pathAndName: string): boolean {
  const signature = pathAndName.slice(pathAndName.indexOf(': ') + 2);
  const first = text.indexOf(signature);
  const before = text.slice(0, first).trimEnd().split('\n').at(-1) ?? '';
  return text.indexOf(signature, first + 1) !== -1 && /(\*\/|biome-ignore.*)$/.test(before);
}

describe('a room of lib', () => {
  it('imports only the rooms it may', () => {
    const wrong = sources.flatMap(({ path, room, imports }) =>
      imports
        .map(roomOf)
        .filter((other) => other !== room && !mayImport[room]?.includes(other))
        .map((other) => `${path} imports ${other}`),
    );
    expect(wrong).toEqual([]);
  });

  it('is entered by its index.ts alone', () => {
    const wrong = sources.flatMap(({ path, room, imports }) =>
      imports
        .filter(() => path !== 'keep-compiled.ts')
        .filter((file) => roomOf(file) !== room && relative(lib, file) !== join(roomOf(file), 'index.ts'))
        .filter((file) => relative(lib, file) !== 'keep-compiled.ts')
        .map((file) => `${path} imports ${relative(lib, file)}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has a line in the map', () => {
    const map = readFileSync(join(lib, 'README.md'), 'utf8');
    for (const room of rooms) expect(map).toMatch(new RegExp(`^\\| \`${room}/\` +\\|`, 'm'));
  });

  it('exists if the map or the import table names it', () => {
    const map = readFileSync(join(lib, 'README.md'), 'utf8');
    const named = [...map.matchAll(/^\| `([\w-]+)\/` +\|/gm)].map(([, room]) => room);
    expect(named.sort()).toEqual([...rooms].sort());
    expect(
      Object.keys(mayImport)
        .filter((room) => !room.endsWith('.ts'))
        .sort(),
    ).toEqual([...rooms].sort());
  });
});

/** Folders inside a room, from the lowest up. A file imports only from its own folder and from lower ones. */
const layers: { readonly [room: string]: readonly string[] } = {
  capture: ['results', 'functions', 'mastra'],
  'capture/mastra': ['model', 'spans', 'run', 'options'],
  transport: ['encoding', 'spool', 'http', 'delivery', 'destinations'],
  dashboard: ['format', 'hooks', 'components', 'pages'],
  collector: ['http', 'ingest', 'routes'],
};

describe('a folder inside a room', () => {
  it.each(Object.entries(layers))('of %s imports only from lower folders', (room, folders) => {
    const rankOf = (path: string): number =>
      path.startsWith(`${room}/`) ? folders.indexOf(path.slice(room.length + 1).split('/')[0] ?? '') : -1;
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .map((file) => relative(lib, file))
        .filter((other) => rankOf(path) >= 0 && rankOf(other) > rankOf(path))
        .map((other) => `${path} imports ${other}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('a file of lib', () => {
  it('has a name that says what is in it', () => {
    const wrong = sources.filter(({ path }) => {
      const name =
        path
          .split('/')
          .at(-1)
          ?.replace(/\.tsx?$/, '') ?? '';
      return bannedNames.test(name);
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('has a docstring above each exported name', () => {
    const wrong = sources.flatMap(({ path, text }) =>
      [
        ...text.matchAll(
          /(^|\n)(?!\s*\*)(.*)\n(export (?:async )?(?:abstract )?(?:const|function\*?|class|interface|type) \w+)/g,
        ),
      ]
        .filter(([, , before]) => !/(\*\/|^\s*\/\/ biome-ignore.*)$/.test(before ?? ''))
        .map(([, , , name]) => `${path}: ${name}`)
        // The overloads of a function share the docstring of the first.
        .filter((name, at, all) => all.indexOf(name) === at && !isOverload(text, name)),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the whole of lib', () => {
  const having = (pattern: RegExp) =>
    sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

  it('has one AsyncLocalStorage and never enters it for good', () => {
    expect(having(/new AsyncLocalStorage/)).toEqual(['context/scope.ts']);
    expect(having(/\.enterWith\(/)).toEqual([]);
  });

  it('listens to nothing that would change how a program crashes', () => {
    expect(having(/['"](uncaughtException|unhandledRejection)['"]/)).toEqual([]);
  });

  it('takes its timers from Node.js, whatever the program does to the global ones', () => {
    const timer = /\b((?:set|clear)(?:Timeout|Interval|Immediate))\(/g;
    const wrong = sources
      .filter(({ room }) =>
        ['capture', 'client', 'context', 'pricing', 'recorder', 'redaction', 'transport'].includes(room),
      )
      .flatMap(({ path, text }) => {
        const [, imported = ''] = /import \{([^}]*)\} from 'node:timers'/.exec(text) ?? [];
        const names = [...text.matchAll(timer)].map(([, name]) => name ?? '');
        return names.filter((name) => !imported.includes(name)).map((name) => `${path} uses ${name}`);
      });
    expect(wrong).toEqual([]);
  });

  it('answers errors from problems.ts alone', () => {
    expect(having(/error: '[A-Z]/).filter((path) => path.startsWith('collector/'))).toEqual([]);
    expect(having(/status: [45]\d\d/).filter((path) => path !== 'collector/http/problems.ts')).toEqual([
      'collector/http/pages.ts',
    ]);
  });

  it('builds no SQL from what comes from outside', () => {
    const templated = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/\$\{([^}]+)\}/g)]
        .map(([, expression]) => expression ?? '')
        .filter(() => path.startsWith('store/sqlite/'))
        .filter((expression) => /request|params|filter\.|body|key/i.test(expression)),
    );
    expect(templated).toEqual([]);
  });
});

/** Modules that a file loads at run time: paths of ours, and names of packages. */
function loadedBy(file: string): { readonly files: readonly string[]; readonly packages: readonly string[] } {
  const text = readFileSync(file, 'utf8');
  const clauses = [...text.matchAll(/^(?:import|export)\s+(.*?)\s*from '([^']+)'/gms)];
  const specifiers = [
    ...[...text.matchAll(/^import '([^']+)'/gm)].map(([, specifier = '']) => specifier),
    ...clauses
      .filter(([, clause = '']) => !clause.startsWith('type '))
      .map(([, , specifier = '']) => specifier),
  ];
  return {
    files: specifiers.filter((name) => name.startsWith('.')).map((name) => resolve(dirname(file), name)),
    packages: specifiers.filter((name) => !name.startsWith('.') && !name.startsWith('node:')),
  };
}

describe('the tracing entry point', () => {
  it('reaches no server code, no dashboard and no zod', () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const pending = [join(lib, 'index.ts')];
    for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      const loaded = loadedBy(file);
      pending.push(...loaded.files);
      for (const name of loaded.packages) packages.add(name);
    }
    expect([...new Set([...seen].map(roomOf))].sort()).toEqual([
      'capture',
      'client',
      'context',
      'credentials',
      'index.ts',
      'keep-compiled.ts',
      'model',
      'otlp',
      'pricing',
      'primitives',
      'recorder',
      'redaction',
      'transport',
    ]);
    expect([...packages].sort()).toEqual(['nanoid', 're2js']);
  });
});
