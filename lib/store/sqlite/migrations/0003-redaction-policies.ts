/** The redaction policy that a project has chosen, and how often it has. */
export const redactionPolicies = `
CREATE TABLE redaction_policies (
  project TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
