/** When a project chose its redaction policy. Unknown of those that were chosen before. */
export const policyChanges = `
ALTER TABLE redaction_policies ADD COLUMN changed_ms INTEGER;
`;
