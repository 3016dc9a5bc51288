/** Normalises a model name for the second source, whose packages spell dots and slashes differently. */
export const normalize = (model: string): string =>
  model
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
