import type { Agent } from '@mastra/core/agent';
import type { SentrialCallOptions } from './options/call-options.ts';

/**
 * The type of an instrumented agent: the agent's own. Where the installed Mastra has no interface for run options
 * that could be extended, which are versions before 1.9, its run methods take `sentrial` by a signature beside
 * their own, which knows no type parameters.
 */
export type InstrumentedAgent<A> = TakesOurs extends true ? A : A & BesideTheirs<A>;

type TakesOurs = 'sentrial' extends keyof NonNullable<Parameters<Agent['approveToolCall']>[0]> ? true : false;

interface OurOption {
  /** User, conversation and metadata of the recorded session; taken out before Mastra sees the options. */
  readonly sentrial?: SentrialCallOptions;
}

/** The run methods, with the place of their options. */
interface OptionsPlaces {
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

type BesideTheirs<A> = {
  readonly [Method in keyof A & keyof OptionsPlaces]: TakingOurs<A[Method], OptionsPlaces[Method]>;
};

type TakingOurs<Method, Place> = Method extends (...args: infer Args) => infer Result
  ? Place extends 0
    ? (options: NonNullable<Args[0]> & OurOption) => Result
    : (first: Args[0], options: NonNullable<Args[1]> & OurOption) => Result
  : unknown;
