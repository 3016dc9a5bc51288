import { readFileSync } from 'node:fs';
import * as tracing from '@sentrial/mastra';
import * as collector from '@sentrial/mastra/collector';
import * as query from '@sentrial/mastra/query';
import * as testing from '@sentrial/mastra/testing';
import { describe, expect, it } from 'vitest';
import { sdk } from '../lib/model/index.ts';

describe('the public entry points', () => {
  it.each([
    [
      '@sentrial/mastra',
      tracing,
      [
        'TracerError',
        'bindSession',
        'close',
        'configure',
        'currentSession',
        'definePrices',
        'exportContext',
        'flush',
        'instrumentAgent',
        'instrumentMastra',
        'isTracerError',
        'sessionUrl',
        'stats',
        'toCollector',
        'toConsole',
        'toDestination',
        'toFile',
        'toOtlp',
        'toRest',
        'trace',
        'traceTool',
        'traced',
        'untraced',
        'withSession',
      ],
    ],
    [
      '@sentrial/mastra/collector',
      collector,
      [
        'checkCurrentPrices',
        'choosePolicy',
        'compareModel',
        'createCollector',
        'digestOf',
        'loadAssets',
        'openSqliteStore',
        'repriceHistory',
        'startCollector',
      ],
    ],
    ['@sentrial/mastra/query', query, ['QueryError', 'createQueryClient', 'parseCursor', 'toCursor']],
    ['@sentrial/mastra/testing', testing, ['toMemory']],
  ])('export from %s exactly the listed names', (_, entryPoint, names) => {
    expect(Object.keys(entryPoint).sort()).toEqual(names);
  });

  it('report the version of the package', () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(sdk).toEqual({ name: manifest.name, version: manifest.version });
  });
});
