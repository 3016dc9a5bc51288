import { describe, expect, it } from 'vitest';
import { engines } from '../support/engines.ts';
import { llmEvent, patch, started } from '../support/items.ts';

describe.each(engines)('the version of a store on $engine', ({ open }) => {
  const p = 'project-1';

  it('changes its version after every write, and never after a read', async () => {
    const store = open();
    const versions = new Set([await store.version()]);
    await store.listSessions(p, {}, {});
    versions.add(await store.version());
    expect(versions.size).toBe(1);
    for (const item of [started('s1', 1), patch('s1', { output: 'x' }), llmEvent('e1', 's1')]) {
      await store.write(p, [item]);
      versions.add(await store.version());
    }
    expect(versions.size).toBe(4);
    await store.close();
  });
});
