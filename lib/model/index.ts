export {
  type Cost,
  type CostPart,
  type CostParts,
  costParts,
  picoPerUsd,
  type UnpricedReason,
  unpricedReasons,
} from './cost.ts';
export {
  addStats,
  type DeliveryStats,
  type DeliverySummary,
  type Dropped,
  type DropReason,
  dropReasons,
  emptyStats,
} from './delivery.ts';
export { isTracerError, TracerError, type TracerErrorCode } from './errors.ts';
export {
  type ErrorInfo,
  type EventKind,
  type EventStatus,
  eventKinds,
  eventStatuses,
  type ItemRedaction,
  type RedactionCounts,
  type SessionEvent,
} from './event.ts';
export { isOwnId, isUuid, newEventId, newSessionId } from './ids.ts';
export { isObject, type Json, type JsonObject } from './json.ts';
export { type PiiMode, piiModes } from './pii-mode.ts';
export { sdk } from './sdk.ts';
export {
  type BatchItem,
  type CapturedEvent,
  type CapturedItem,
  type CapturedPatch,
  emptySessionState,
  foldSession,
  type SessionFields,
  type SessionPatch,
  type SessionReason,
  type SessionState,
  type SessionStatus,
  sessionReasons,
  sessionStatuses,
} from './session.ts';
export { CutString, type Snapshot, type SnapshotObject, type Text } from './snapshot.ts';
export { type BilledUnit, billedUnits, completionTokens, promptTokens, type Usage } from './usage.ts';
