import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptySessionState,
  foldSession,
  type SessionPatch,
  type SessionState,
} from '../../lib/model/index.ts';

const patches = (revisions: readonly number[]): fc.Arbitrary<readonly SessionPatch[]> =>
  fc.tuple(
    ...revisions.map((revision) =>
      fc.record(
        {
          type: fc.constant('session' as const),
          id: fc.constant('sess_1'),
          revision: fc.constant(revision),
          set: fc.record(
            {
              userId: fc.string(),
              status: fc.constantFrom('running' as const, 'completed' as const, 'failed' as const),
              output: fc.jsonValue() as fc.Arbitrary<string>,
            },
            { requiredKeys: [] },
          ),
          metadata: fc.dictionary(fc.string(), fc.integer()),
          tags: fc.array(fc.string(), { maxLength: 3 }),
          customMetrics: fc.dictionary(fc.string(), fc.integer()),
        },
        { requiredKeys: ['type', 'id', 'revision'] },
      ),
    ),
  );

/** Folds patches one by one, as if each came in a batch of its own. */
const fold = (all: readonly SessionPatch[], maxKeys?: number): SessionState =>
  all.reduce((state, patch) => foldSession(state, [patch], maxKeys), emptySessionState);

describe('foldSession()', () => {
  it('makes the same session of the same patches in any order, also repeated', () => {
    fc.assert(
      fc.property(
        patches([1, 2, 3, 4, 5]).chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 10, maxLength: 10 })),
        ),
        ([all, shuffled]) => {
          expect(fold(shuffled)).toEqual(fold(all));
        },
      ),
    );
  });

  it('makes the same session of patches one by one and at once, with more keys than it keeps', () => {
    fc.assert(
      fc.property(
        patches([1, 2, 3, 4, 5]).chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all], { minLength: 5 }),
            fc.integer({ min: 0, max: 4 }),
          ),
        ),
        ([all, shuffled, maxKeys]) => {
          const state = fold(shuffled, maxKeys);
          expect(state).toEqual(foldSession(emptySessionState, all, maxKeys));
          expect(state.tags.length).toBeLessThanOrEqual(maxKeys);
          expect(Object.keys(state.customMetrics).length).toBeLessThanOrEqual(maxKeys);
        },
      ),
    );
  });

  it('marks that it left keys out, and for no other reason', () => {
    const ofKeys = (...keys: readonly string[]): SessionPatch => ({
      type: 'session',
      id: 's',
      revision: keys.length,
      metadata: Object.fromEntries(keys.map((key) => [key, 1])),
    });
    expect(fold([ofKeys('a', 'b'), ofKeys('a')], 2).metadata).toEqual({ a: 1, b: 1 });
    expect(fold([ofKeys('a', 'c'), ofKeys('b')], 2).metadata).toEqual({
      a: 1,
      b: 1,
      'sentrial.leftOut': expect.stringContaining('2'),
    });
  });

  it('keeps the newest value of each field and each metadata key', () => {
    const state = fold([
      { type: 'session', id: 's', revision: 2, set: { userId: 'new' }, metadata: { a: 2 } },
      { type: 'session', id: 's', revision: 1, set: { userId: 'old', name: 'n' }, metadata: { a: 1, b: 1 } },
    ]);
    expect(state.fields).toMatchObject({ userId: 'new', name: 'n' });
    expect(state.metadata).toMatchObject({ a: 2, b: 1 });
  });

  it('treats a key called __proto__ like any other', () => {
    const metadata = JSON.parse('{"__proto__":{"polluted":true}}');
    const state = fold([{ type: 'session', id: 's', revision: 1, metadata }]);
    expect(JSON.stringify(state.metadata)).toBe('{"__proto__":{"polluted":true}}');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
