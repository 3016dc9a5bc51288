/** How a run method of an agent takes its arguments, and what its call sets going. */
export interface EntryPoint {
  /** A run with messages of its own, the continuation of a suspended run, or a run of a network of agents. */
  readonly kind: 'run' | 'resume' | 'network';
  /** Place of the options among the arguments. */
  readonly optionsAt: 0 | 1 | 2;
  /** Place of the run's id, where it is an argument of its own and no option. */
  readonly runIdAt?: 0;
  /** What a human says to a tool call that waits for it. */
  readonly verdict?: 'approved' | 'declined';
  /** True for runs through the AI SDK of model specification v1, which know of no step options. */
  readonly legacy?: boolean;
}

const run: EntryPoint = { kind: 'run', optionsAt: 1 };
const resume: EntryPoint = { kind: 'resume', optionsAt: 1 };
const approve: EntryPoint = { kind: 'resume', optionsAt: 0, verdict: 'approved' };
const decline: EntryPoint = { kind: 'resume', optionsAt: 0, verdict: 'declined' };
const network: EntryPoint = { kind: 'network', optionsAt: 1 };

const entryPoints: { readonly [method: string]: EntryPoint } = {
  generate: run,
  stream: run,
  streamUntilIdle: run,
  generateVNext: run,
  streamVNext: run,
  generateLegacy: { ...run, legacy: true },
  streamLegacy: { ...run, legacy: true },
  resumeGenerate: resume,
  resumeStream: resume,
  resumeStreamUntilIdle: resume,
  resumeStreamVNext: resume,
  approveToolCall: approve,
  approveToolCallGenerate: approve,
  declineToolCall: decline,
  declineToolCallGenerate: decline,
  // The two of durable agents.
  resume: { kind: 'resume', optionsAt: 2, runIdAt: 0 },
  recover: { kind: 'resume', optionsAt: 1, runIdAt: 0 },
  network,
  resumeNetwork: network,
  approveNetworkToolCall: { ...network, optionsAt: 0 },
  declineNetworkToolCall: { ...network, optionsAt: 0 },
};

/** The entry point of this name, where a method of this name runs the agent. */
export const entryPointOf = (method: PropertyKey): EntryPoint | undefined =>
  typeof method === 'string' && Object.hasOwn(entryPoints, method) ? entryPoints[method] : undefined;
