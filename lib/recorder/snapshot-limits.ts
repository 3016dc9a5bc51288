/** Limits on the copy of a value. Omissions are marked in the copy. */
export interface SnapshotLimits {
  /** Number of values. @default 20,000 */
  readonly maxNodes: number;
  /** UTF-16 code units of all texts. @default 262,144 */
  readonly maxChars: number;
  /** UTF-16 code units of one string. @default 131,072 */
  readonly maxStringChars: number;
  /** Levels of nesting. @default 64 */
  readonly maxDepth: number;
  /** Milliseconds. @default 25 */
  readonly maxMs: number;
}

/** The default limits. */
export const defaultLimits: SnapshotLimits = {
  maxNodes: 20_000,
  maxChars: 262_144,
  maxStringChars: 131_072,
  maxDepth: 64,
  maxMs: 25,
};
