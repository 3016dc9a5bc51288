import './keep-compiled.ts';

export {
  type InstrumentedAgent,
  type InstrumentMastraOptions,
  type InstrumentOptions,
  instrumentAgent,
  instrumentMastra,
  type SentrialCallOptions,
  sessionUrl,
  type TracedDecorator,
  type TraceOptions,
  trace,
  traced,
  traceTool,
  untraced,
  type WithSessionOptions,
  withSession,
} from './capture/index.ts';
export { type ClientOptions, close, configure, flush, stats } from './client/index.ts';
export { bindSession, currentSession, type ExportedPlace, exportContext } from './context/index.ts';
export {
  type BatchItem,
  type DeliveryStats,
  type DeliverySummary,
  type DropReason,
  isTracerError,
  type PiiMode,
  type SessionEvent,
  type SessionPatch,
  TracerError,
  type TracerErrorCode,
} from './model/index.ts';
export {
  definePrices,
  type ModelRates,
  type PriceDefinition,
  type PriceDefinitions,
  type SamePrice,
} from './pricing/index.ts';
export type { SessionHandle, SessionOutcome } from './recorder/index.ts';
export type {
  PiiBuiltinPatterns,
  PiiConfig,
  PiiCustomPattern,
  PiiField,
  Span,
} from './redaction/index.ts';
export {
  type ConsoleOptions,
  type CustomDestination,
  type Destination,
  type DestinationHost,
  type OtlpOptions,
  type OtlpProtocol,
  type Transport,
  toCollector,
  toConsole,
  toDestination,
  toFile,
  toOtlp,
  toRest,
} from './transport/index.ts';
