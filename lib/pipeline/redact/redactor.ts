import { createHmac } from 'node:crypto';
import type { Rule, Span } from './rule.ts';

/** A text without its personal data. */
export interface RedactedText {
  readonly text: string;
  /** Places that were replaced. */
  readonly redacted: number;
}

/** Part of a text that is shown; what lies outside is only looked at for what reaches in. */
export interface VisiblePart {
  readonly from: number;
  readonly to: number;
}

/** Finds personal data in texts and replaces it by labels. */
export interface Redactor {
  /** Name and version of the rules, as shown beside what they were applied to. */
  readonly policy: string;
  /** Loads what the rules need. Until it has resolved, redacting throws. */
  load(): Promise<void>;
  /** The same in one turn, for when there will be no other. */
  loadNow(): void;
  /**
   * The visible part of a text, each place replaced by its label. A place that crosses the edge of the visible
   * part is replaced as a whole. Redacting what was redacted changes nothing.
   *
   * @param visible @default the whole text
   */
  text(text: string, visible?: VisiblePart): RedactedText;
  /**
   * The same for an id: a label carries a keyed digest of what it hides (`[EMAIL:1f0c9a7e]`), so that equal ids
   * stay equal and different ones different.
   */
  id(text: string): RedactedText;
}

interface Place extends Span {
  readonly label: string;
}

const digestChars = 8;

/** A redactor that applies rules; of two that overlap, the earlier rule wins. */
export function createRedactor(options: {
  readonly rules: readonly Rule[];
  readonly policy: string;
  /** Key of the digests in ids; best a secret that the processes of one project share. */
  readonly digestKey: string;
}): Redactor {
  const { rules, policy, digestKey } = options;
  const digest = (text: string): string =>
    createHmac('sha256', digestKey).update(text).digest('hex').slice(0, digestChars);

  return {
    policy,
    async load() {
      await Promise.all(rules.map((rule) => rule.load?.()));
    },
    loadNow() {
      for (const rule of rules) rule.loadNow?.();
    },
    text(text, visible = { from: 0, to: text.length }) {
      return replace(text, visible, findPlaces(rules, text), ({ label }) => `[${label}]`);
    },
    id(text) {
      const visible = { from: 0, to: text.length };
      const word = ({ label, start, end }: Place) => `[${label}:${digest(text.slice(start, end))}]`;
      return replace(text, visible, findPlaces(rules, text), word);
    },
  };
}

function findPlaces(rules: readonly Rule[], text: string): readonly Place[] {
  if (!/[@\d]/.test(text)) return [];
  const places: Place[] = [];
  for (const { label, find } of rules) {
    for (const { start, end } of find(text)) {
      if (places.every((place) => end <= place.start || start >= place.end))
        places.push({ start, end, label });
    }
  }
  return places.sort((a, b) => a.start - b.start);
}

function replace(
  text: string,
  { from, to }: VisiblePart,
  places: readonly Place[],
  word: (place: Place) => string,
): RedactedText {
  let result = '';
  let at = from;
  let redacted = 0;
  for (const place of places) {
    if (place.end <= at || place.start >= to) continue;
    result += text.slice(at, Math.max(at, place.start)) + word(place);
    at = place.end;
    redacted++;
  }
  return { text: at < to ? result + text.slice(at, to) : result, redacted };
}
