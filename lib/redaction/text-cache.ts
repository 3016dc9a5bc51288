/** The maximum characters in each of the two generations. Longer texts are not cached. */
const maxChars = 131_072;
const maxTexts = 1024;

/**
 * Caches the results for recent texts. Each agent step repeats the earlier messages, so most texts recur.
 */
export function createTextCache<Result>(find: (text: string) => Result): (text: string) => Result {
  let recent = new Map<string, Result>();
  let older = new Map<string, Result>();
  let chars = 0;
  return (text) => {
    const known = recent.get(text);
    if (known !== undefined) return known;
    const found = older.get(text) ?? find(text);
    if (text.length > maxChars) return found;
    chars += text.length;
    if (chars > maxChars || recent.size >= maxTexts) {
      older = recent;
      recent = new Map();
      chars = text.length;
    }
    recent.set(text, found);
    return found;
  };
}
