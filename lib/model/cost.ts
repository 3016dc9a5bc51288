/** The priced parts of one model call: a part of its usage, in integer pico-dollars (1e-12 USD). */
export interface CostParts {
  readonly input?: number;
  readonly cacheRead?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly audioInput?: number;
  /** Reasoning included, unless it has a rate of its own. */
  readonly output?: number;
  readonly reasoning?: number;
  readonly audioOutput?: number;
}

/** A cost that was worked out, with everything it came from. */
export interface PricedCost {
  readonly status: 'priced';
  /** Integer pico-dollars: the exact sum of `parts`, where there are any. */
  readonly totalPico: number;
  readonly parts: CostParts;
  /** `<provider>/<model>` under which the price was found; it may differ from the event's. */
  readonly modelId: string;
  /** Where the price stands: a package with its version, or what a user wrote with a digest of it. */
  readonly source: string;
  /** The day from which the price holds, where the source tells it. */
  readonly from?: string;
  /** Which band of a tiered price applied, e.g. `> 200,000 input tokens`; absent for the lowest. */
  readonly tier?: string;
  /** What the provider itself says that the call cost, in integer pico-dollars. No part of any sum. */
  readonly reportedPico?: number;
}

/** A model call for which no cost is known. Shown as such: never 0, never a guess. */
export interface UnpricedCost {
  readonly status: 'unpriced';
  /** `several-models`: only the tokens of several calls together are told. */
  readonly reason: 'unknown-model' | 'unknown-usage' | 'several-models';
  /** The normalised `<provider>/<model>` that was looked for: the name to give it a price under. */
  readonly modelId: string;
  /** What the provider itself says that the call cost, in integer pico-dollars. No part of any sum. */
  readonly reportedPico?: number;
}

/** What one model call cost. */
export type Cost = PricedCost | UnpricedCost;

/** Pico-dollars in one US dollar. */
export const picoPerUsd = 1_000_000_000_000;
