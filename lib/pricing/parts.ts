import { billedUnits, type CostPart, type CostParts, type Usage } from '../model/index.ts';
import type { AlwaysBilled } from './fees.ts';
import type { PriceEntry, Rates } from './rates.ts';

type WritableParts = { -readonly [part in keyof CostParts]: CostParts[part] };

/** The cost of a usage by part. */
interface PricedParts {
  readonly totalPico: number;
  readonly parts: CostParts;
  /** Parts without a known price. */
  readonly incomplete?: readonly CostPart[];
}

/**
 * Multiplies each part of a usage by its rate. Parts with an assumed rate are also listed as incomplete.
 *
 * @param alwaysBilled the unit that every call of the model is billed
 */
export function addParts(
  usage: Usage,
  { rates, fees, assumed }: PriceEntry,
  alwaysBilled: AlwaysBilled | undefined,
): PricedParts {
  const parts: WritableParts = {};
  let totalPico = addTokens(parts, usage, rates);
  let incomplete: CostPart[] | undefined;
  const lacks = (part: CostPart) => {
    incomplete ??= [];
    incomplete.push(part);
  };
  for (const part of assumed) if (parts[part] !== undefined) lacks(part);
  if (usage.units) {
    for (const unit of billedUnits) {
      const count = usage.units[unit] ?? 0;
      const fee = fees[unit];
      if (count <= 0) continue;
      if (fee === undefined) lacks(unit);
      else totalPico += parts[unit] = count * fee;
    }
  }
  if (alwaysBilled && !alwaysBilled.spellings.some((unit) => usage.units?.[unit])) lacks(alwaysBilled.unit);
  return { totalPico, parts, ...(incomplete ? { incomplete } : undefined) };
}

/** Adds the cost of each token part to `parts`. Returns the sum. */
function addTokens(parts: WritableParts, usage: Usage, rates: Rates): number {
  const { cacheWrite5mTokens, cacheWrite1hTokens } = usage;
  const { audioInputTokens, imageInputTokens, audioOutputTokens, imageOutputTokens } = usage;
  const reasoning =
    rates.reasoning === undefined ? 0 : Math.min(usage.reasoningTokens ?? 0, usage.outputTokens);
  const output = usage.outputTokens - reasoning;
  const audioCacheRead = Math.min(usage.audioCacheReadTokens ?? 0, usage.cacheReadTokens ?? 0);
  const cacheRead = (usage.cacheReadTokens ?? 0) - audioCacheRead;
  let total = 0;
  if (usage.inputTokens) total += parts.input = usage.inputTokens * rates.input;
  if (cacheRead) total += parts.cacheRead = cacheRead * rates.cacheRead;
  if (audioCacheRead) total += parts.audioCacheRead = audioCacheRead * rates.audioCacheRead;
  if (cacheWrite5mTokens) total += parts.cacheWrite5m = cacheWrite5mTokens * rates.cacheWrite5m;
  if (cacheWrite1hTokens) total += parts.cacheWrite1h = cacheWrite1hTokens * rates.cacheWrite1h;
  if (audioInputTokens) total += parts.audioInput = audioInputTokens * rates.audioInput;
  if (imageInputTokens) total += parts.imageInput = imageInputTokens * rates.imageInput;
  if (output) total += parts.output = output * rates.output;
  if (reasoning) total += parts.reasoning = reasoning * (rates.reasoning ?? 0);
  if (audioOutputTokens) total += parts.audioOutput = audioOutputTokens * rates.audioOutput;
  if (imageOutputTokens) total += parts.imageOutput = imageOutputTokens * rates.imageOutput;
  return total;
}
