import { describe, expect, it } from 'vitest';
import {
  fieldTexts,
  kindTexts,
  modeTexts,
  policyFile,
} from '../../../../lib/dashboard/components/settings/policy-texts.ts';
import type { PolicyDescription } from '../../../../lib/query/index.ts';
import { listPolicyKinds, piiFields, readPolicy } from '../../../../lib/redaction/index.ts';

const describePolicy = (policy: PolicyDescription['policy']) => {
  const read = readPolicy(policy, 'project-1');
  const fields = piiFields.map((name) => ({ name, isOn: read.fields.has(name) }));
  const { version, enabled, mode } = read;
  return {
    version,
    isChosen: true,
    enabled,
    mode,
    fields,
    kinds: listPolicyKinds(read),
    customPatterns: [],
    policy,
  };
};

describe('policyFile()', () => {
  it.each([
    {},
    { enabled: false },
    { mode: 'hash', fields: ['metadata'], builtinPatterns: { urls: true, emails: false } },
    { customPatterns: [{ label: 'X', pattern: 'a\\d', flags: 'i' }] },
  ])('writes a file that says the same as %o', (policy) => {
    const file = JSON.parse(policyFile(describePolicy(policy as PolicyDescription['policy'])));
    const [before, after] = [readPolicy(policy, 'v'), readPolicy(file, 'v')];
    expect({ ...after, customRules: [] }).toEqual({ ...before, customRules: [] });
    expect(file.customPatterns).toEqual(policy.customPatterns);
  });
});

describe('the texts of a policy', () => {
  it('describe every kind, field and mode', () => {
    const { kinds, fields } = describePolicy({});
    expect(Object.keys(kindTexts)).toEqual(kinds.map(({ label }) => label));
    expect(Object.keys(fieldTexts)).toEqual(fields.map(({ name }) => name));
    expect(Object.keys(modeTexts).sort()).toEqual(['hash', 'label', 'pseudonym', 'remove']);
  });
});
