import type { BatchItem, JsonObject } from '../../model/index.ts';
import type { PolicyDescription } from '../../query/index.ts';
import {
  createRedactor,
  describeKinds,
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

/** A project's redaction policy, as it is told to its programs. */
export interface ProjectPolicy {
  readonly version: string;
  readonly policy: JsonObject;
}

/** The redaction policies of projects, and their use. */
export interface Policies {
  of(project: string): Promise<ProjectPolicy>;
  /** A project's policy with everything that it leaves open decided. */
  describe(project: string): Promise<PolicyDescription>;
  /**
   * Items as they may be kept. A policy that was chosen applies to all of them once more, whatever their programs
   * did: it may be one that they do not know yet, or do not follow. Where none was chosen the one that is built in
   * applies to items of clients that do not redact.
   */
  redact(project: string, items: readonly BatchItem[]): Promise<readonly BatchItem[]>;
}

interface InUse {
  readonly told: ProjectPolicy;
  readonly policy: Policy;
  readonly isChosen: boolean;
  /** Absent when the project wants nothing redacted. */
  readonly redactor: Redactor | undefined;
}

/**
 * Reads the policies of a store.
 *
 * @param digestKey keys the digests that tell hidden ids apart
 */
export function createPolicies(store: Store, digestKey: string): Policies {
  const inUse = new Map<string, InUse>();

  const use = (told: ProjectPolicy, policy: Policy, isChosen: boolean): InUse => ({
    told,
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
    if (known?.told.version === version) return known;
    const fresh = use({ version, policy: stored.body }, readPolicy(stored.body, version), true);
    inUse.set(project, fresh);
    return fresh;
  };

  return {
    of: async (project) => (await find(project)).told,
    async describe(project) {
      const { told, policy, isChosen } = await find(project);
      const changedAt = isChosen ? (await store.getPolicy(project))?.changedAt : undefined;
      return {
        version: told.version,
        isChosen,
        ...(changedAt === undefined ? {} : { changedAt }),
        enabled: policy.enabled,
        mode: policy.mode,
        fields: piiFields.map((name) => ({ name, isOn: policy.fields.has(name) })),
        kinds: describeKinds(policy),
        customPatterns: (told.policy.customPatterns ?? []) as PolicyDescription['customPatterns'],
        policy: told.policy,
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
 * Chooses a project's policy. Programs follow within a minute.
 *
 * @throws {TracerError} `invalid-option`, with what is wrong
 */
export async function choosePolicy(store: Store, project: string, config: unknown): Promise<ProjectPolicy> {
  readPolicy(config);
  const policy = toPolicyJson(config as PiiConfig) as JsonObject;
  const { version } = await store.putPolicy(project, policy);
  return { version: `project-${version}`, policy };
}
