/** Longer texts are not cached, and each of the two generations holds at most this many characters. */
const maxChars = 131_072;
const maxTexts = 1024;

/**
 * Caches the matches of recent texts. Each step of an agent repeats the messages before it, so that most
 * texts occur again.
 */
export function createTextCache<Found>(find: (text: string) => Found): (text: string) => Found {
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
