import { transform } from 'esbuild';
import type { Plugin } from 'vite';

/** Lowers decorators, which Node.js cannot run: the legacy dialect in files named so, else the standard one. */
export const lowerDecorators: Plugin = {
  name: 'lower-decorators',
  enforce: 'pre',
  async transform(code, id) {
    const [file = ''] = id.split('?');
    if (!file.endsWith('.ts') || !/^\s*@\w/m.test(code) || !file.includes('/spec/')) return undefined;
    const { code: lowered, map } = await transform(code, {
      loader: 'ts',
      target: 'es2022',
      sourcefile: file,
      sourcemap: true,
      tsconfigRaw: {
        compilerOptions: { experimentalDecorators: file.endsWith('.legacy.ts'), target: 'es2022' },
      },
    });
    return { code: lowered, map };
  },
};
