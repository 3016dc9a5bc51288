export { type TraceOptions, trace } from './functions/trace.ts';
export { traceTool } from './functions/trace-tool.ts';
export { type TracedDecorator, traced, untraced } from './functions/traced.ts';
export { type InstrumentOptions, instrumentAgent } from './mastra/instrument-agent.ts';
export { type InstrumentMastraOptions, instrumentMastra } from './mastra/instrument-mastra.ts';
export type { InstrumentedAgent } from './mastra/instrumented-agent.ts';
export type { SentrialCallOptions } from './mastra/options/call-options.ts';
export { sessionUrl } from './session-url.ts';
export { type WithSessionOptions, withSession } from './with-session.ts';
