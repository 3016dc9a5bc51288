export { digestKeyOf, ensureLocalKey, ownDigestKey, readLocalKey } from './local-key.ts';
