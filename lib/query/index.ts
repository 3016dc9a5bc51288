export { createQueryClient, type QueryClient, type QueryClientOptions, QueryError } from './client.ts';
export type {
  ConversationView,
  DeliveryReport,
  DeliveryView,
  EventDetail,
  EventSummary,
  Overview,
  Page,
  PolicyDescription,
  RedactionSummary,
  RedactionTotals,
  RedactionView,
  SessionDetail,
  SessionFilter,
  SessionPage,
  SessionSummary,
  SessionView,
  Totals,
} from './contract.ts';
export { type Cursor, parseCursor, toCursor } from './cursor.ts';
