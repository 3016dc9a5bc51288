export { BoundedMap } from './bounded-map.ts';
export { type Clock, systemClock, type Timer } from './clock.ts';
export { describeThrown } from './describe-thrown.ts';
export { ignoreErrors } from './ignore-errors.ts';
export { nearestName } from './nearest-name.ts';
export { shareMetadata } from './share-metadata.ts';
export { type Delay, delay, withTimeout } from './timeout.ts';
export { isTracingDisabled } from './tracing-disabled.ts';
