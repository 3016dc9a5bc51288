export { type InstrumentOptions, instrumentAgent, type SentrialCallOptions } from './capture/index.ts';
export { type ClientOptions, close, flush, stats } from './client/index.ts';
export { currentSession } from './context/index.ts';
export {
  type DeliveryStats,
  type DropReason,
  isTracerError,
  TracerError,
  type TracerErrorCode,
} from './model/index.ts';
export type { SessionHandle, SessionOutcome } from './recorder/index.ts';
