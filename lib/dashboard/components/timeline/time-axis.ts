const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Round steps from a minute on. Shorter steps are 1, 2 and 5 times a power of ten. */
const longSteps = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hourMs),
  dayMs,
];

/** A mark on the time axis. */
export interface Tick {
  /** Percent of the span. */
  readonly at: number;
  readonly label: string;
}

/** Returns marks at round times, at most `maxTicks`. */
export function timeTicks(spanMs: number, maxTicks: number): readonly Tick[] {
  if (!(spanMs > 0)) return [];
  const stepMs = stepOf(spanMs / maxTicks);
  const ticks: Tick[] = [];
  for (let index = 0; index * stepMs < spanMs && index <= maxTicks; index++) {
    const ms = index * stepMs;
    ticks.push({ at: (ms / spanMs) * 100, label: labelOf(ms, stepMs) });
  }
  return ticks;
}

function stepOf(leastMs: number): number {
  const long = leastMs > secondMs / 2 ? longSteps.find((step) => step >= leastMs) : undefined;
  if (long !== undefined) return long;
  const unitMs = leastMs > dayMs ? dayMs : 1;
  return unitMs * roundUp(leastMs / unitMs);
}

/** Returns the next of 1, 2 and 5 times a power of ten. */
function roundUp(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least) ?? 10) * power;
}

function labelOf(ms: number, stepMs: number): string {
  if (ms === 0) return '0';
  if (stepMs < secondMs && ms < secondMs) return `${Number(ms.toFixed(3))} ms`;
  if (ms < minuteMs) return `${Number((ms / secondMs).toFixed(3))} s`;
  if (ms < hourMs) return parts(ms, minuteMs, 'm', secondMs, 's');
  if (ms < 2 * dayMs) return parts(ms, hourMs, 'h', minuteMs, 'm');
  return `${Math.round(ms / dayMs)} d`;
}

function parts(ms: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const rest = Math.round((ms % largeMs) / smallMs);
  return `${Math.floor(ms / largeMs)} ${large}${rest > 0 ? ` ${rest} ${small}` : ''}`;
}
