const maxChars = 512;

/** A name or an id, cut to 512 characters: the collector takes no longer ones. */
export const clip = (text: string): string =>
  (text.length > maxChars ? text.slice(0, maxChars) : text).toWellFormed();

/** The same for one that may be absent. */
export const clipIfAny = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : clip(text);
