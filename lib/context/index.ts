export { currentSession, type SessionPlace, sessionScope } from './session-scope.ts';
