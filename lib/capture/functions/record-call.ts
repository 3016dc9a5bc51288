import { type SessionPlace, sessionScope } from '../../context/index.ts';
import type { EventKind } from '../../model/index.ts';
import { type Session, type Step, type StepEnding, snapshot } from '../../recorder/index.ts';
import { failed, type Watched, watchResult } from '../results/watch-result.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is assignable to every function
export type AnyFunction = (this: any, ...args: any[]) => any;

/** How calls of a function are recorded. */
export interface CallRecording {
  readonly name: string;
  readonly kind: EventKind;
  readonly captureInput: boolean;
  readonly captureOutput: boolean;
  /** Returns the input to record. @default the only argument, or an array of all */
  readonly inputOf?: (args: readonly unknown[]) => unknown;
  readonly toolCallIdOf?: (args: readonly unknown[]) => string | undefined;
  readonly attributes?: (self: unknown, args: readonly unknown[]) => { readonly [name: string]: unknown };
}

/**
 * Calls a function and records the call as a step. The caller receives the same result object at the same
 * time, and the same thrown value.
 *
 * @param isNew whether the function always returns a promise that it has just created
 * @param endAround ends a session that was opened for this call alone
 */
export function recordCall(
  fn: AnyFunction,
  self: unknown,
  args: readonly unknown[],
  recording: CallRecording,
  around: SessionPlace,
  isNew: boolean,
  endAround?: End,
): unknown {
  let step: Step;
  try {
    step = startStep(self, args, recording, around);
  } catch {
    return Reflect.apply(fn, self, args);
  }
  const call = new WatchedCall(step, around.session, recording.captureOutput, endAround);
  let result: unknown;
  try {
    result = sessionScope.apply(call.place, fn, self, args);
  } catch (error) {
    call.end(failed(error));
    throw error;
  }
  watchResult(result, call, isNew);
  return result;
}

/** Ends a step or a session. Only the first call counts. */
type End = (ending?: StepEnding) => void;

/** A recorded call. It ends its step, and the session that was opened for it, if any. */
export class WatchedCall implements Watched {
  readonly place: SessionPlace;
  readonly showsOutput: boolean;
  readonly #step: Step;
  readonly #endAround: End | undefined;

  constructor(step: Step, session: Session, showsOutput: boolean, endAround: End | undefined) {
    this.place = { session, parentEventId: step.id };
    this.#step = step;
    this.showsOutput = showsOutput;
    this.#endAround = endAround;
  }

  end(ending: StepEnding = {}): void {
    try {
      const shown = this.showsOutput ? ending : { ...ending, output: undefined };
      if (!this.#endAround) {
        this.#step.end(shown);
        return;
      }
      // Step and session record the same output, and its getters belong to the program, so it is copied once.
      const copied = { ...shown, output: snapshot(shown.output) };
      this.#step.end(copied);
      this.#endAround(copied);
    } catch {
      // The recording lacks the output. The program continues.
    }
  }
}

function startStep(
  self: unknown,
  args: readonly unknown[],
  { name, kind, captureInput, inputOf = argumentsOf, toolCallIdOf, attributes }: CallRecording,
  { session, parentEventId }: SessionPlace,
): Step {
  return session.startStep({
    kind,
    name,
    parentEventId,
    input: captureInput ? inputOf(args) : undefined,
    toolCallId: toolCallIdOf?.(args),
    metadata: attributes && attributesOf(attributes, self, args),
  });
}

function attributesOf(
  attributes: NonNullable<CallRecording['attributes']>,
  self: unknown,
  args: readonly unknown[],
): { readonly [name: string]: unknown } | undefined {
  try {
    return attributes(self, [...args]);
  } catch {
    return undefined;
  }
}

const argumentsOf = (args: readonly unknown[]): unknown => (args.length > 1 ? args : args[0]);
