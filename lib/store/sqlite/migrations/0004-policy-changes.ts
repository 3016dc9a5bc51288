/** When a project changed its redaction policy. Missing for older changes. */
export const policyChanges = `
ALTER TABLE redaction_policies ADD COLUMN changed_ms INTEGER;
`;
