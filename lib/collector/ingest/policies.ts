import type { BatchItem, JsonObject } from '../../model/index.ts';
import type { PolicyDescription } from '../../query/index.ts';
import {
  createRedactor,
  listPolicyKinds,
  type PiiConfig,
  type Policy,
  piiFields,
  type Redactor,
  readPolicy,
  redactItem,
  strictPolicy,
  toPolicyJson,
} from '../../redaction/index.ts';
import type { Store } from '../../store/index.ts';

/** A project's redaction policy, as sent to its programs. */
export interface ProjectPolicy {
  readonly version: string;
  readonly policy: JsonObject;
}

/** The redaction policies of projects. */
export interface Policies {
  of(project: string): Promise<ProjectPolicy>;
  /** Returns a project's policy with all defaults applied. */
  describe(project: string): Promise<PolicyDescription>;
  /**
   * Redacts items before they are stored. A chosen policy applies to all items once more; otherwise the
   * built-in policy applies to items of clients that do not redact.
   */
  redact(project: string, items: readonly BatchItem[]): Promise<readonly BatchItem[]>;
}

interface InUse {
  readonly published: ProjectPolicy;
  readonly policy: Policy;
  readonly isChosen: boolean;
  /** Absent when the project redacts nothing. */
  readonly redactor: Redactor | undefined;
}

/**
 * Creates the policies of a store.
 *
 * @param digestKey secret key of the digests that replace ids
 */
export function createPolicies(store: Store, digestKey: string): Policies {
  const inUse = new Map<string, InUse>();

  const use = (published: ProjectPolicy, policy: Policy, isChosen: boolean): InUse => ({
    published,
    policy,
    isChosen,
    redactor: policy.enabled ? createRedactor(policy, digestKey) : undefined,
  });
  const unchosen = use({ version: strictPolicy.version, policy: {} }, strictPolicy, false);

  const find = async (project: string): Promise<InUse> => {
    const stored = await store.getPolicy(project);
    if (!stored) return unchosen;
    const version = `project-${stored.version}`;
    const known = inUse.get(project);
    if (known?.published.version === version) return known;
    const fresh = use({ version, policy: stored.body }, readPolicy(stored.body, version), true);
    inUse.set(project, fresh);
    return fresh;
  };

  return {
    of: async (project) => (await find(project)).published,
    async describe(project) {
      const { published, policy, isChosen } = await find(project);
      const changedAt = isChosen ? (await store.getPolicy(project))?.changedAt : undefined;
      return {
        version: published.version,
        isChosen,
        ...(changedAt === undefined ? {} : { changedAt }),
        enabled: policy.enabled,
        mode: policy.mode,
        fields: piiFields.map((name) => ({ name, isOn: policy.fields.has(name) })),
        kinds: listPolicyKinds(policy),
        customPatterns: (published.policy.customPatterns ?? []) as PolicyDescription['customPatterns'],
        policy: published.policy,
      };
    },
    async redact(project, items) {
      const policy = await find(project);
      return items.map((item) => redactAgain(item, policy));
    },
  };
}

function redactAgain(item: BatchItem, { redactor, isChosen }: InUse): BatchItem {
  const before = item.redaction;
  if (before && !(redactor && isChosen)) return item;
  const redacted = redactItem(item, redactor);
  const { redaction: now } = redacted;
  if (!before || !now) return redacted;
  return { ...redacted, redaction: { ...before, collector: now } };
}

/**
 * Sets a project's policy. Programs apply it within a minute.
 *
 * @throws {TracerError} `invalid-option` with the reason
 */
export async function choosePolicy(store: Store, project: string, config: unknown): Promise<ProjectPolicy> {
  readPolicy(config);
  const policy = toPolicyJson(config as PiiConfig) as JsonObject;
  const { version } = await store.putPolicy(project, policy);
  return { version: `project-${version}`, policy };
}
