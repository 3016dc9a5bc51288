import { trimEndOf } from '../characters.ts';
import type { Rule } from '../rule.ts';

const maxChars = 4096;
const scheme =
  /(?:^|[^A-Za-z0-9+.-])((?:https?|wss?|ftps?|file|mongodb(?:\+srv)?|postgres(?:ql)?|mysql|rediss?|amqps?))$/i;
const rest = /:\/\/[^\s"'<>`{}|\\^]+/y;

/**
 * Finds URLs with a scheme, up to the first space, quote or bracket. Off by default, because a trace needs most URLs;
 * the secret rule finds passwords in them.
 *
 * @see RFC 3986
 */
export const url: Rule = {
  label: 'URL',
  anchors: [':'],
  match({ text, start: at, from }) {
    if (text[at + 1] !== '/') return undefined;
    const name = scheme.exec(text.slice(Math.max(from, at - 16), at))?.[1];
    if (name === undefined) return undefined;
    rest.lastIndex = at;
    const written = trimEndOf((rest.exec(text)?.[0] ?? '').slice(0, maxChars), '.,;:!?)]');
    return written.length > 3 ? { start: at - name.length, end: at + written.length } : undefined;
  },
};
