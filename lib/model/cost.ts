/** The priced parts of one model call: a part of its usage, in integer pico-dollars (1e-12 USD). */
export interface CostParts {
  readonly input?: number;
  readonly cacheRead?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly audioInput?: number;
  readonly output?: number;
}

/** A cost that was worked out, with everything it came from. */
export interface PricedCost {
  readonly status: 'priced';
  /** Integer pico-dollars: the exact sum of `parts`. */
  readonly totalPico: number;
  readonly parts: CostParts;
  /** The id under which the price was found; it may differ from the event's model. */
  readonly modelId: string;
  /** Where the price stands: a package with its version, or a file. */
  readonly source: string;
  /** Which band of a tiered price applied, e.g. `> 200,000 input tokens`. */
  readonly tier?: string;
}

/** A model call for which no cost is known. Shown as such: never 0, never a guess. */
export interface UnpricedCost {
  readonly status: 'unpriced';
  readonly reason: 'unknown-model' | 'unknown-usage';
  /** The normalised model id that was looked for. */
  readonly modelId: string;
}

/** What one model call cost. */
export type Cost = PricedCost | UnpricedCost;

/** Pico-dollars in one US dollar. */
export const picoPerUsd = 1_000_000_000_000;
