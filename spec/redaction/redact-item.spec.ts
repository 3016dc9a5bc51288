import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CutString, type SessionEvent } from '../../lib/model/index.ts';
import { redactItem } from '../../lib/redaction/index.ts';
import { eventWith, redactorFor } from '../support/redaction.ts';

const redactor = redactorFor();

describe('redactItem()', () => {
  it('redacts the values, keys, name, error and metadata of an event', () => {
    const event = redactItem(
      eventWith({
        name: 'mail to a@b.org',
        input: { to: ['a@b.org'], 'a@b.org': true },
        output: 'sent to a@b.org',
        error: { type: 'Error', message: 'bounced: a@b.org', stack: 'Error: a@b.org\n at x' },
        metadata: { by: 'a@b.org' },
      }),
      redactor,
    );
    expect(JSON.stringify(event)).not.toContain('a@b.org');
    expect(event).toMatchObject({
      name: 'mail to [EMAIL]',
      input: { to: ['[EMAIL]'], '[EMAIL]': true },
      redaction: { policy: redactor.version, redacted: 7, withheld: 0 },
    });
  });

  it('keeps equal ids equal and different ids different', () => {
    const userOf = (userId: string) => {
      const item = redactItem({ type: 'session', id: 's', revision: 1, set: { userId } }, redactor);
      return item.type === 'session' ? item.set?.userId : undefined;
    };
    expect(userOf('ann@example.com')).toMatch(/^\[EMAIL:[0-9a-f]{8}\]$/);
    expect(userOf('ann@example.com')).toBe(userOf('ann@example.com'));
    expect(userOf('ann@example.com')).not.toBe(userOf('bob@example.com'));
    expect(userOf('user-42')).toBe('user-42');
    expect(userOf('4111111a-1111-4111-8111-219093000111')).toBe('4111111a-1111-4111-8111-219093000111');
  });

  it('digests ids with personal data and leaves its own ids unchanged', () => {
    const ids = {
      id: 'evt_V1StGXR8_Z5jdHi6B-myT',
      sessionId: 'jane@example.com',
      parentEventId: '4111111111111111',
    };
    expect(redactItem(eventWith(ids), redactor)).toMatchObject({
      id: 'evt_V1StGXR8_Z5jdHi6B-myT',
      sessionId: expect.stringMatching(/^\[EMAIL:[0-9a-f]{8}\]$/),
      parentEventId: expect.stringMatching(/^\[CREDIT_CARD:[0-9a-f]{8}\]$/),
    });
    const set = { parentSessionId: 'jane@example.com', runId: 'run of jane@example.com' };
    const patch = redactItem({ type: 'session', id: 'jane@example.com', revision: 1, set }, redactor);
    expect(patch).toMatchObject({ id: expect.stringMatching(/^\[EMAIL:/), redaction: { redacted: 3 } });
    expect(JSON.stringify(patch)).not.toContain('jane');
  });

  it('drops metrics that are personal data and keeps metrics whose redacted names collide', () => {
    const customMetrics = { ssn: 219093000, 'a@b.org': 1, 'c@d.org': 2, score: 0.5 };
    const patch = redactItem({ type: 'session', id: 's', revision: 1, customMetrics }, redactor);
    expect(patch).toMatchObject({ customMetrics: { '[EMAIL]': 1, '[EMAIL] (2)': 2, score: 0.5 } });
    expect(JSON.stringify(patch)).not.toContain('219093000');
  });

  it('redacts a match that crosses the visible end of a cut string', () => {
    const head = 'hello john@example.com';
    const tail = 'k@example.com bye';
    const input = new CutString(head, tail, 12, 5000);
    const event = redactItem(eventWith({ input }), redactor) as SessionEvent;
    expect(event.input).toBe('hello [EMAIL]… [4,985 characters left out] …[EMAIL] bye');
  });

  it('withholds a value that it cannot redact, without the reason', () => {
    const find = (text: string) => {
      if (text.includes('4711')) throw new Error(`cannot read ${text}`);
      return [];
    };
    const broken = redactorFor({ customPatterns: [{ label: 'X', find }] });
    const event = redactItem(eventWith({ input: 'secret 4711', output: 'no digits here' }), broken);
    expect(event).toMatchObject({
      input: '[REDACTION FAILED]',
      output: 'no digits here',
      redaction: { withheld: 1 },
    });
    expect(JSON.stringify(event)).not.toContain('4711');
  });

  it('records the policy "off" when redaction is off', () => {
    const event = redactItem(eventWith({ input: 'a@b.org' }), undefined);
    expect(event).toMatchObject({ input: 'a@b.org', redaction: { policy: 'off', redacted: 0 } });
  });

  it('is idempotent for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue() as fc.Arbitrary<string>, (input) => {
        const once = redactItem(eventWith({ input }), redactor) as SessionEvent<string>;
        const twice = redactItem(eventWith({ input: once.input }), redactor) as SessionEvent;
        expect(twice.input).toEqual(once.input);
      }),
    );
  });
});
