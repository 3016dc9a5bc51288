export { type Memory, toMemory } from './memory.ts';
export type { RecordedEvent, RecordedSession } from './recording.ts';
