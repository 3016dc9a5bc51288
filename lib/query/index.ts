export { createQueryClient, type QueryClient, type QueryClientOptions, QueryError } from './client.ts';
export type {
  ConversationView,
  DeliveryReport,
  DeliveryView,
  EventDetail,
  EventSummary,
  Overview,
  Page,
  RedactionSummary,
  RedactionTotals,
  SessionDetail,
  SessionFilter,
  SessionPage,
  SessionSummary,
  SessionView,
  Totals,
} from './contract.ts';
export { type Cursor, parseCursor, toCursor } from './cursor.ts';
