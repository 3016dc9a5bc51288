// V8 drops the compiled code of a class when no object of its shape survives a garbage collection, which happens
// between two answers of a model. One object of each busy class is therefore kept for good. Without this file,
// `npm run bench -- call` gets 10 to 20 % slower. No other file may import the internals of several rooms.

import { WatchedCall } from './capture/functions/record-call.ts';
import { recordingModel } from './capture/mastra/model/recording-model.ts';
import { InputProcessors } from './capture/mastra/options/tracked-agent.ts';
import { RunRecording } from './capture/mastra/record-run.ts';
import { AgentRun } from './capture/mastra/run/agent-run.ts';
import { SuspendedRuns } from './capture/mastra/run/suspended-runs.ts';
import { CaptureSpan } from './capture/mastra/spans/capture-span.ts';
import { PromiseHolder } from './capture/results/watch-result.ts';
import { systemClock } from './primitives/clock.ts';
import { muteSession, muteStep } from './recorder/recorder.ts';
import { Copier } from './recorder/snapshot.ts';
import { defaultLimits } from './recorder/snapshot-limits.ts';
import { ItemRedaction } from './redaction/redact-item.ts';

const mutePlace = { session: muteSession };
const muteAgent = {
  streamsReportEnd: true,
  reportsToSpans: true,
  inputProcessors: new InputProcessors(),
  clock: systemClock,
};
const muteRun = new AgentRun(mutePlace, { kind: 'session', session: muteSession }, muteAgent);

/** One object of each busy class. @public */
export const kept: readonly object[] = [
  new Copier(defaultLimits),
  new ItemRedaction('', undefined),
  new PromiseHolder(Promise.resolve(), new WatchedCall(muteStep, muteSession, true, undefined)),
  CaptureSpan.entry(muteRun, mutePlace, false),
  recordingModel({}, muteRun.modelCalls),
  new RunRecording(muteRun, new SuspendedRuns(), undefined),
];
