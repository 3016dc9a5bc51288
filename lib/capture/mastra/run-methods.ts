/** How a method that runs an agent takes its arguments, and what its call does. */
export interface RunMethod {
  /** Whether a call starts a run, resumes a suspended run, or starts a run of a network of agents. */
  readonly kind: 'run' | 'resume' | 'network';
  /** The position of the options among the arguments. */
  readonly optionsAt: 0 | 1 | 2;
  /** The position of the run's id, where the id is an argument and not an option. */
  readonly runIdAt?: 0;
  /** The human's answer to a tool call that waits for approval. */
  readonly verdict?: 'approved' | 'declined';
  /** Whether a call uses models of specification v1, whose runs have no step options. */
  readonly legacy?: 'generateLegacy' | 'streamLegacy';
}

const run: RunMethod = { kind: 'run', optionsAt: 1 };
const resume: RunMethod = { kind: 'resume', optionsAt: 1 };
const approve: RunMethod = { kind: 'resume', optionsAt: 0, verdict: 'approved' };
const decline: RunMethod = { kind: 'resume', optionsAt: 0, verdict: 'declined' };
const network: RunMethod = { kind: 'network', optionsAt: 1 };

const runMethods: { readonly [name: string]: RunMethod } = {
  generate: run,
  stream: run,
  streamUntilIdle: run,
  generateVNext: run,
  streamVNext: run,
  generateLegacy: { ...run, legacy: 'generateLegacy' },
  streamLegacy: { ...run, legacy: 'streamLegacy' },
  resumeGenerate: resume,
  resumeStream: resume,
  resumeStreamUntilIdle: resume,
  resumeStreamVNext: resume,
  approveToolCall: approve,
  approveToolCallGenerate: approve,
  declineToolCall: decline,
  declineToolCallGenerate: decline,
  // Only durable agents have the next two.
  resume: { kind: 'resume', optionsAt: 2, runIdAt: 0 },
  recover: { kind: 'resume', optionsAt: 1, runIdAt: 0 },
  network,
  resumeNetwork: network,
  approveNetworkToolCall: { ...network, optionsAt: 0 },
  declineNetworkToolCall: { ...network, optionsAt: 0 },
};

/** Returns the run method with this name, or `undefined` for a name that does not run an agent. */
export const runMethodOf = (name: PropertyKey): RunMethod | undefined =>
  typeof name === 'string' && Object.hasOwn(runMethods, name) ? runMethods[name] : undefined;
