export { EndListener } from './end-listeners.ts';
export { createRecorder, muteSession, type Recorder } from './recorder.ts';
export { Session } from './session.ts';
export type { SessionEnding } from './session-ending.ts';
export type { SessionHandle, SessionOutcome } from './session-handle.ts';
export type { Identity } from './session-start.ts';
export { snapshot } from './snapshot.ts';
export { type Emit, Step, type StepEnding } from './step.ts';
