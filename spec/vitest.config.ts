import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { lowerDecorators } from './support/lower-decorators.ts';

const lib = (path: string): string => fileURLToPath(new URL(`../lib/${path}`, import.meta.url));

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
    include: ['spec/**/*.spec.ts'],
    globalSetup: ['spec/support/build-dashboard.ts'],
    setupFiles: ['spec/support/own-home.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    typecheck: { enabled: false },
  },
});
