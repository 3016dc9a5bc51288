/** The cost of each part of a model call's usage, in integer pico-dollars (1e-12 USD). */
export interface CostParts {
  readonly input?: number;
  readonly cacheRead?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly audioInput?: number;
  /** Includes reasoning, unless reasoning has its own rate. */
  readonly output?: number;
  readonly reasoning?: number;
  readonly audioOutput?: number;
}

/** A calculated cost and its origin. */
export interface PricedCost {
  readonly status: 'priced';
  /** Integer pico-dollars: the exact sum of `parts`, if there are any. */
  readonly totalPico: number;
  readonly parts: CostParts;
  /** `<provider>/<model>` of the price. It can differ from the event's model. */
  readonly modelId: string;
  /** Source of the price: a package with its version, or a user's definition with a digest. */
  readonly source: string;
  /** First day of the price, if the source has it. */
  readonly from?: string;
  /** Band of a tiered price, such as `> 200,000 input tokens`. Absent for the lowest band. */
  readonly tier?: string;
  /** Cost that the provider reported, in integer pico-dollars. It is not part of any sum. */
  readonly reportedPico?: number;
}

/** All reasons for an unknown cost. */
export const unpricedReasons = ['unknown-model', 'unknown-usage', 'several-models'] as const;

/** Why the cost of a model call is unknown. */
export type UnpricedReason = (typeof unpricedReasons)[number];

/** A model call with an unknown cost. It is shown as unpriced, never as 0. */
export interface UnpricedCost {
  readonly status: 'unpriced';
  /** `several-models`: only the total tokens of several calls are known. */
  readonly reason: UnpricedReason;
  /** The normalised `<provider>/<model>` that has no price. Define a price under this name. */
  readonly modelId: string;
  /** Cost that the provider reported, in integer pico-dollars. It is not part of any sum. */
  readonly reportedPico?: number;
}

/** The cost of one model call. */
export type Cost = PricedCost | UnpricedCost;

/** Pico-dollars in one US dollar. */
export const picoPerUsd = 1_000_000_000_000;
