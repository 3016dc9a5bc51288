import { billedUnits } from './usage.ts';

/** The token parts of a usage that have a price. */
export const tokenParts = [
  'input',
  'cacheRead',
  'audioCacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'audioInput',
  'imageInput',
  'output',
  'reasoning',
  'audioOutput',
  'imageOutput',
] as const;

/** All parts of a usage that have a price: tokens, then other billed units. */
export const costParts = [...tokenParts, ...billedUnits] as const;

/** A part of a usage that has a price. `output` includes reasoning, unless reasoning has its own rate. */
export type CostPart = (typeof costParts)[number];

/** The cost of each part of a model call's usage, in integer pico-dollars (1e-12 USD). */
export type CostParts = { readonly [part in CostPart]?: number };

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
  /** Day on which the source was last checked against the provider's price list, if it is known. */
  readonly checked?: string;
  /** Whether the call was made more than 180 days after `checked`, so that the price can have changed. */
  readonly isStale?: true;
  /** First day of the price, if the source has it. */
  readonly from?: string;
  /** Band of a tiered price, such as `> 200,000 input tokens`. Absent for the lowest band. */
  readonly tier?: string;
  /** Service tier whose rates were used, such as `flex`. Absent for the standard tier. */
  readonly serviceTier?: string;
  /** Parts whose price is unknown, so that the real cost can be higher. Absent for a complete cost. */
  readonly incomplete?: readonly CostPart[];
  /** Cost that the provider reported, in integer pico-dollars. It is not part of any sum. */
  readonly reportedPico?: number;
}

/** All reasons for an unknown cost. */
export const unpricedReasons = ['unknown-model', 'unknown-usage', 'unknown-tier', 'several-models'] as const;

/** Why the cost of a model call is unknown. */
export type UnpricedReason = (typeof unpricedReasons)[number];

/** A model call with an unknown cost. It is shown as unpriced, never as 0. */
export interface UnpricedCost {
  readonly status: 'unpriced';
  /**
   * `several-models`: only the total tokens of several calls are known. `unknown-tier`: the model has a price, but not
   * for the service tier of the call.
   */
  readonly reason: UnpricedReason;
  /** The normalised `<provider>/<model>` that has no price. Define a price under this name. */
  readonly modelId: string;
  /** Service tier of the call. Absent for the standard tier. */
  readonly serviceTier?: string;
  /** Cost that the provider reported, in integer pico-dollars. It is not part of any sum. */
  readonly reportedPico?: number;
}

/** The cost of one model call. */
export type Cost = PricedCost | UnpricedCost;

/** Pico-dollars in one US dollar. */
export const picoPerUsd = 1_000_000_000_000;
