/** Longer texts are not remembered, and no more than this many characters in all, twice. */
const maxChars = 131_072;
const maxTexts = 1024;

/**
 * Remembers what was found in the texts that were read last: each step of an agent is asked with all that was said
 * before, so that most texts come again and again.
 */
export function createMemory<Found>(find: (text: string) => Found): (text: string) => Found {
  let recent = new Map<string, Found>();
  let older = new Map<string, Found>();
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
