/** Name and version of this package, as sent with each batch. */
export const sdk = { name: '@sentrial/mastra', version: '0.1.0' } as const;
