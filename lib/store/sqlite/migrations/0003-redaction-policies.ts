/** The chosen redaction policy of a project, and its version. */
export const redactionPolicies = `
CREATE TABLE redaction_policies (
  project TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
