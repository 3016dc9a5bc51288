export { type TraceOptions, trace } from './calls/trace.ts';
export { traceTool } from './calls/trace-tool.ts';
export { type TracedDecorator, traced, untraced } from './calls/traced.ts';
export { type InstrumentOptions, instrumentAgent } from './mastra/agent.ts';
export type { InstrumentedAgent } from './mastra/instrumented-agent.ts';
export type { SentrialCallOptions } from './mastra/options.ts';
export { type WithSessionOptions, withSession } from './with-session.ts';
