import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { lowerDecorators } from './support/lower-decorators.ts';

const lib = (path: string): string => fileURLToPath(new URL(`../lib/${path}`, import.meta.url));

/** Specs in a real browser. */
const browser = ['spec/journeys/dashboard.spec.ts', 'spec/journeys/project-pages.spec.ts'];

/** Specs that start programs, commands or a whole clone, and wait for real time. */
const processes = [
  'spec/bundles.spec.ts',
  'spec/capture/hostile-values.spec.ts',
  'spec/capture/results/rejections.spec.ts',
  'spec/cli/**/*.spec.ts',
  'spec/client/{delivery,digest-key,disabled,option-warnings,prices}.spec.ts',
  'spec/context/**/*.spec.ts',
  'spec/faults/**/*.spec.ts',
  'spec/journeys/{redaction,start}.spec.ts',
  'spec/samples.spec.ts',
  'spec/transport/destinations/file.spec.ts',
  'spec/types/mastra-0.24.spec.ts',
];

/** The collector serves the built dashboard. */
const globalSetup = ['spec/support/build-dashboard.ts'];

/** `npm test` runs all projects. `npm test -- --project unit` runs one. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  plugins: [lowerDecorators],
  resolve: {
    alias: [
      { find: /^@sentrial\/mastra$/, replacement: lib('index.ts') },
      { find: /^@sentrial\/mastra\/collector$/, replacement: lib('collector/index.ts') },
      { find: /^@sentrial\/mastra\/query$/, replacement: lib('query/index.ts') },
      { find: /^@sentrial\/mastra\/testing$/, replacement: lib('testing/index.ts') },
    ],
  },
  test: {
    setupFiles: ['spec/support/own-home.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    silent: 'passed-only',
    reporters: ['dot'],
    typecheck: { enabled: false },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['spec/**/*.spec.ts'], exclude: [...processes, ...browser] },
      },
      { extends: true, test: { name: 'process', include: processes, globalSetup, testTimeout: 60_000 } },
      { extends: true, test: { name: 'browser', include: browser, globalSetup } },
    ],
  },
});
