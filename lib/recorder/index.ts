export { EndListener } from './end-listeners.ts';
export { createRecorder, type Recorder } from './recorder.ts';
export {
  Session,
  type SessionEnding,
  type SessionHandle,
  type SessionOutcome,
} from './session.ts';
export { snapshot } from './snapshot.ts';
export { Step, type StepEnding } from './step.ts';
