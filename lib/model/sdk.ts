/** This package, as it signs what it sends. */
export const sdk = { name: '@sentrial/mastra', version: '0.1.0' } as const;
