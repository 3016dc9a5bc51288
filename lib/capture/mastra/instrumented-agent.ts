import type { Agent } from '@mastra/core/agent';
import type { SentrialCallOptions } from './options/call-options.ts';

/**
 * The type of an instrumented agent, which is the type of the agent itself. Before Mastra 1.9 its run methods get a
 * second signature that takes `sentrial` and drops type parameters.
 */
export type InstrumentedAgent<A> = HasSentrialOption extends true ? A : A & WithSentrialOption<A>;

// Since 1.9, Mastra's run options include an interface, which `call-options.ts` extends.
type HasSentrialOption = 'sentrial' extends keyof NonNullable<Parameters<Agent['approveToolCall']>[0]>
  ? true
  : false;

interface SentrialOption {
  /** User, conversation and metadata of the recorded session. Mastra does not receive this option. */
  readonly sentrial?: SentrialCallOptions;
}

/** The positions of the options among the arguments of the run methods. */
interface OptionsPositions {
  readonly generate: 1;
  readonly stream: 1;
  readonly network: 1;
  readonly generateLegacy: 1;
  readonly streamLegacy: 1;
  readonly resumeStream: 1;
  readonly resumeGenerate: 1;
  readonly approveToolCall: 0;
  readonly declineToolCall: 0;
  readonly approveToolCallGenerate: 0;
  readonly declineToolCallGenerate: 0;
}

type WithSentrialOption<A> = {
  readonly [Method in keyof A & keyof OptionsPositions]: TakingSentrial<A[Method], OptionsPositions[Method]>;
};

type TakingSentrial<Method, Position> = Method extends (...args: infer Args) => infer Result
  ? Position extends 0
    ? (options: NonNullable<Args[0]> & SentrialOption) => Result
    : (first: Args[0], options: NonNullable<Args[1]> & SentrialOption) => Result
  : unknown;
