import { readFileSync } from 'node:fs';
import type { Cost, Usage } from '../../lib/model/index.ts';
import { readDefinitions } from '../../lib/pricing/definitions.ts';
import { createPriceList, type PriceDefinitions, priceOf } from '../../lib/pricing/index.ts';

/** The default time of model calls. */
export const usualDay = '2026-11-20T00:00:00Z';

/** Creates a price list with user definitions. */
export function listWith(...definitions: readonly PriceDefinitions[]) {
  const all = definitions.map((defined, at) => readDefinitions(defined, 'These prices', `user-${at}`));
  return createPriceList({ load: () => undefined, all: () => all });
}

// All lists share the data.
await createPriceList().load();

/** Creates a function that prices calls by `provider/model`. */
export function pricer(list = createPriceList()) {
  list.loadUserPrices();
  return (name: string, usage: Usage | undefined, day = usualDay): Cost => {
    const slash = name.indexOf('/');
    const [provider, model] = [name.slice(0, slash), name.slice(slash + 1)];
    return priceOf({ provider, model, usage, at: new Date(day) }, list);
  };
}

interface Case {
  readonly id: number;
  readonly provider: string;
  readonly model: string;
  readonly usage: { readonly [key: string]: number };
  readonly at?: string;
  readonly expected_pico: string;
}

/** Model calls with their exact cost in pico-dollars. */
export const pricedCases = readFileSync(new URL('../fixtures/pricing/cases.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => {
    const { id, provider, model, usage, at = usualDay, expected_pico } = JSON.parse(line) as Case;
    const { i = 0, cr = 0, cw = 0, cw1 = 0, ai = 0, o = 0, rs = 0 } = usage;
    const parts: Usage = {
      inputTokens: i - cr - cw - cw1 - ai,
      cacheReadTokens: cr,
      cacheWrite5mTokens: cw,
      cacheWrite1hTokens: cw1,
      audioInputTokens: ai,
      outputTokens: o,
      reasoningTokens: rs,
    };
    return {
      title: `${id}: ${provider}/${model}`,
      name: `${provider}/${model}`,
      usage: parts,
      at,
      expected_pico,
    };
  });
