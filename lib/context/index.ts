export { bindSession, type ExportedPlace, exportContext } from './carry.ts';
export { currentSession, type SessionPlace, sessionScope, type ToolCall } from './session-scope.ts';
