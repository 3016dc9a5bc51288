export { bindSession, type ExportedPlace, exportContext } from './carry.ts';
export { sameText } from './same-text.ts';
export { currentSession, type SessionPlace, sessionScope, type ToolCall } from './session-scope.ts';
