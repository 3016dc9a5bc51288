import { type BilledUnit, billedUnits, isObject } from '../model/index.ts';
import type { ListedRates, Rates, ServiceTierRates } from './rates.ts';

/** Reports an invalid definition. */
export type Wrong = (what: string) => never;

const rateNames = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'audioInput',
  'imageInput',
  'audioCacheRead',
  'output',
  'audioOutput',
  'imageOutput',
  'reasoning',
] as const satisfies readonly (keyof Rates)[];

/** One dollar per token. Higher rates would exceed exact integers in the cost of a call. */
const maxUsdPerMtok = 1_000_000;
const maxUsdPerThousand = 1_000_000;
const maxFactor = 100;

/** Checks that an object has only valid rates. */
export function checkRates(rates: Record<string, unknown>, wrong: Wrong): ListedRates {
  for (const [name, rate] of Object.entries(rates)) {
    if (!(rateNames as readonly string[]).includes(name))
      wrong(`${name} is not a priced part. Use ${rateNames.join(', ')}.`);
    if (typeof rate !== 'number' || !(rate >= 0 && rate <= maxUsdPerMtok))
      wrong(
        `${name} must be US dollars per million tokens, a number from 0 to ${maxUsdPerMtok}, not ${shown(rate)}.`,
      );
  }
  return rates as ListedRates;
}

/** Reads the fees of a definition. */
export function readFees(fees: unknown, wrong: Wrong): { readonly [unit in BilledUnit]?: number } {
  if (!isObject(fees))
    return wrong(`fees must be an object such as { "webSearches": 10 }, not ${shown(fees)}.`);
  for (const [unit, usd] of Object.entries(fees)) {
    if (!(billedUnits as readonly string[]).includes(unit))
      wrong(`${unit} is not a billed unit. Use ${billedUnits.join(', ')}.`);
    if (typeof usd !== 'number' || !(usd >= 0 && usd <= maxUsdPerThousand))
      wrong(
        `fees.${unit} must be US dollars per thousand, a number from 0 to ${maxUsdPerThousand}, not ${shown(usd)}.`,
      );
  }
  return fees;
}

/** Reads the service tiers of a definition: a factor of the standard rates, or rates. */
export function readServiceTiers(tiers: unknown, wrong: Wrong): ReadonlyMap<string, ServiceTierRates> {
  if (!isObject(tiers))
    return wrong(`serviceTiers must be an object such as { "flex": 0.5 }, not ${shown(tiers)}.`);
  return new Map(
    Object.entries(tiers).map(([tier, rates]): [string, ServiceTierRates] => {
      if (typeof rates === 'number' && rates >= 0 && rates <= maxFactor) return [tier.toLowerCase(), rates];
      if (!isObject(rates) || rates.input === undefined || rates.output === undefined)
        return wrong(
          `serviceTiers.${tier} must be a factor from 0 to ${maxFactor}, or rates with input and output, not ${shown(rates)}.`,
        );
      return [tier.toLowerCase(), checkRates(rates, wrong)];
    }),
  );
}

const shownChars = 40;

/** Returns the beginning of a value for an error message. */
export const shown = (value: unknown): string => {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, shownChars);
  } catch {
    return typeof value;
  }
};
