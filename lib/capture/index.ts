export { type InstrumentOptions, instrumentAgent } from './mastra/agent.ts';
export type { SentrialCallOptions } from './mastra/options.ts';
