/** Returns whether `SENTRIAL_DISABLED` is `1` or `true`. Tracing then adds nothing to the program. */
export function isTracingDisabled(env: NodeJS.ProcessEnv = process.env): boolean {
  const { SENTRIAL_DISABLED: value } = env;
  return value === '1' || value?.toLowerCase() === 'true';
}
