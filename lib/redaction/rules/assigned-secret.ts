import { isAlphanumericCode, trimEndOf, wordsBefore } from '../characters.ts';
import type { Rule, Span } from '../rule.ts';
import { isPlaceholder } from './placeholders.ts';
import { isBareSecret, isSecretLiteral, looksSecret } from './secret-value.ts';
import { hintOf, isUrlSecret } from './sensitive-names.ts';

const maxLineChars = 8192;
const maxNameChars = 80;
const maxWords = 4;
const label = /\[[A-Z]/y;
const operator = /:{1,2}=?|={1,3}[>~]?/y;
/** A type between the name and the equals sign: `password: str = "…"`. */
const annotation =
  /[ \t]{0,4}[&*?]{0,2}(?:'static )?[A-Za-z][\w.]{0,40}(?:<[^<>\n]{0,40}>|\[[^[\]\n]{0,40}\])?[?!]?(?: ?\| ?[\w.]{1,40}){0,3} ?=(?= ?[bBfFrRuU@]{0,2}["'`])/y;
const lead =
  /[ \t]{0,8}(?:[*_]{1,3}(?=[ \t\r\n`]))?(?:<\/?[a-z][a-z0-9]{0,9}>){0,3}[ \t]{0,4}(?:[|>][+-]?(?=\r?\n))?(?:(?:\r?\n){1,2}[ \t]{0,16})?\\{0,4}/y;
const quoteBegin = /(?:[bBfFrRuULN]{0,2}|@|\$)("""|'''|["'`])/y;
const scheme = /(?:bearer|basic|token|digest|negotiate|apikey|api-token)[ ]{1,3}/iy;
const headerName = /^(?:proxy-?authorization|authorization|set-?cookie|cookie)$/i;
const expression = /^[\w$.]+[([]|^[({[]|^(?:await|new|this|req|request|null|undefined)\b/;
const restOfLine = /[^\r\n"'`\\]{1,4096}/y;
const bareValue = /[^\s"'`,;&<>(){}[\]\\|]{1,2048}/y;
const wholeToken = /[^\s"'`\\]{1,512}/y;
const curlUser = /(?:--user|--proxy-user|-u)[ =]{0,3}["']?([^\s"':]{0,64})["']?$/y;
const typeWord = /^(?:string|str|String|text|char|\[\]byte)$/;

/**
 * Finds values that follow a secret name and an operator of code, configuration, headers or documents, and passwords
 * after `curl -u`.
 *
 * @see RFC 7235 and RFC 6265 for the headers
 */
export const assignedSecret: Rule = {
  label: 'SECRET',
  anchors: [':', '='],
  match(place) {
    const { text, start: at, from } = place;
    const mayFollowUser = text[at] === ':' && text[at + 1] !== ' ';
    const user = mayFollowUser ? userBefore(text, at) : undefined;
    if (user !== undefined) return matchUser(text, Math.max(from, at - user.length), at);
    const name = nameBefore(text, at, from);
    return name ? matchValue(text, at, name) : matchParameter(text, at);
  },
};

const parameter = /[?&]([\w-]{3,20})$/;
const parameterValue = /[\w.~%+/=-]{10,2048}/y;

/** Matches the signature or code in the query of a URL. */
function matchParameter(text: string, at: number): Span | undefined {
  if (text[at] !== '=') return undefined;
  const name = parameter.exec(wordsBefore(text, at, 24))?.[1];
  if (name === undefined || !isUrlSecret(name)) return undefined;
  parameterValue.lastIndex = at + 1;
  const value = parameterValue.exec(text)?.[0];
  return value !== undefined && looksSecret(value)
    ? { start: at + 1, end: at + 1 + value.length }
    : undefined;
}

interface Name {
  readonly text: string;
  readonly start: number;
}

/** Matches the value after the operator at `at`. */
function matchValue(text: string, at: number, name: Name): Span | undefined {
  let valueStart = end(operator, text, at);
  const written = text.slice(at, valueStart);
  if (written === ':') valueStart = end(annotation, text, valueStart);
  const isComparison = /^==/.test(written) || (text[at] === '=' && text[at - 1] === '!');
  const opened = end(lead, text, valueStart);
  const isNextLine = text.slice(valueStart, opened).includes('\n');
  const isIndented = isNextLine && text[opened - 1] !== '\n';
  quoteBegin.lastIndex = opened;
  const [prefix = '', quote] = quoteBegin.exec(text) ?? [];
  const begin = end(scheme, text, opened + prefix.length);
  label.lastIndex = begin;
  if (label.test(text)) return undefined;
  const isEndOfString =
    quote !== undefined && quote === text[name.start - 1] && opened === at + 1 && text[at - 1] !== quote;
  if (isEndOfString) return undefined;
  if (quote !== undefined) return matchQuoted(text, begin, quote, name.text);
  if (isComparison) return undefined;
  const isAfterScheme = begin > opened;
  if (headerName.test(name.text) || isAfterScheme) return matchHeader(text, begin, name.text, isAfterScheme);
  if (isNextLine && !isIndented) return matchLine(text, begin);
  return matchBare(text, begin, name);
}

function matchQuoted(text: string, start: number, quote: string, name: string): Span | undefined {
  const end = endOfQuoted(text, start, quote);
  return isSecretLiteral(text.slice(start, end), name) ? { start, end } : undefined;
}

function matchHeader(text: string, start: number, name: string, isAfterScheme: boolean): Span | undefined {
  const form = headerName.test(name) ? restOfLine : bareValue;
  form.lastIndex = start;
  const value = trimEndOf(form.exec(text)?.[0] ?? '', headerName.test(name) ? ' \t' : '.!?:');
  const isExpression = expression.test(value) || (!isAfterScheme && /^\w+\.\w+[;,)]*$/.test(value));
  if (value.length < 2 || isPlaceholder(value) || (isExpression && !/\d/.test(value))) return undefined;
  return isSecretLiteral(value, name) || /[=.]/.test(value)
    ? { start, end: start + value.length }
    : undefined;
}

/** Matches a value that fills the line after its name. */
function matchLine(text: string, start: number): Span | undefined {
  wholeToken.lastIndex = start;
  const value = wholeToken.exec(text)?.[0] ?? '';
  const end = start + value.length;
  const isWhole = end === text.length || text[end] === '\n' || text[end] === '\r';
  return isWhole && looksSecret(value) && /[A-Za-z]/.test(value) && !/[:=({]/.test(value)
    ? { start, end }
    : undefined;
}

function matchBare(text: string, start: number, name: Name): Span | undefined {
  bareValue.lastIndex = start;
  const value = trimEndOf(bareValue.exec(text)?.[0] ?? '', '.?:');
  const end = start + value.length;
  if (text[end] === ':' && /[\s\w]/.test(text.charAt(end + 1)) && /^\w+$/.test(value) && !/\d/.test(value))
    return undefined;
  const bare = { text, start, end, name: name.text, nameStart: name.start, isNear: true };
  return isBareSecret(bare) ? { start, end: endOfSetting(text, name, start, end) } : undefined;
}

/** Returns the end of the line for a setting that fills it: `DB_PASSWORD=a(b&c`. */
function endOfSetting(text: string, name: Name, start: number, end: number): number {
  const isAlone =
    name.start === 0 ||
    /^(?:\s{0,8}|export )$/.test(
      text.slice(Math.max(text.lastIndexOf('\n', name.start - 1) + 1, name.start - 9), name.start),
    );
  if (!isAlone || !/[&(<>{|)\]]/.test(text.charAt(end))) return end;
  wholeToken.lastIndex = start;
  const whole = wholeToken.exec(text)?.[0] ?? '';
  const isWhole = start + whole.length === text.length || /[\r\n]/.test(text.charAt(start + whole.length));
  return isWhole && !/[;,)}\]]$/.test(whole) && !/&[\w-]{1,40}=/.test(whole) ? start + whole.length : end;
}

/** Returns the end of a match at `at`, or `at` itself. */
function end(form: RegExp, text: string, at: number): number {
  form.lastIndex = at;
  return form.test(text) ? form.lastIndex : at;
}

/** Returns the secret name before an operator: `"api_key"`, `headers['X-Api-Key']`, `**API key**`, `mot de passe`. */
function nameBefore(text: string, at: number, from: number): Name | undefined {
  const floor = Math.max(from, at - maxNameChars);
  let end = at;
  while (end > floor && isAroundName(text.charCodeAt(end - 1))) end--;
  if (text[end - 1] === '>') end = startOfTag(text, end, floor);
  let start = startOfName(text, end, floor);
  if (start === end) return undefined;
  if (text[at] === '=' && typeWord.test(text.slice(start, end)) && text[start - 1] === ' ') {
    end = start - 1;
    start = startOfName(text, end, floor);
  }
  for (let words = 1; words <= maxWords && start < end; words++) {
    const name = text.slice(start, end);
    if (hintOf(name) === 'SECRET') return { text: name, start };
    if (text[start - 1] !== ' ' || words === maxWords) return undefined;
    start = startOfName(text, start - 1, floor);
    if (words === 1 && !isLastWord(name)) return undefined;
  }
  return undefined;
}

/** Words that end a name of several words: `API key`, `mot de passe`. */
const lastWords =
  /^(?:keys?|codes?|phrase|passe|token|secret|password|acceso|acesso|secreta|api|апи|API|подтверждения|المرور|السر|عبور|khẩu|sandi|密钥|密鑰|キー|키)$/iu;
const isLastWord = (name: string): boolean => lastWords.test(name);

function startOfTag(text: string, end: number, floor: number): number {
  const open = text.lastIndexOf('<', end - 1);
  return open >= floor && text[open + 1] === '/' ? open : end;
}

function startOfName(text: string, end: number, floor: number): number {
  let start = end;
  while (start > floor && isNameCode(text.charCodeAt(start - 1))) start--;
  return start;
}

/** Letters of any script, digits and `_ - .` */
const isNameCode = (code: number): boolean =>
  isAlphanumericCode(code) || code === 95 || code === 45 || code === 46 || (code >= 0xc0 && code !== 0xd7);

const aroundName = new Set([...' \t"\'`\\[]*?!+|&:'].map((char) => char.charCodeAt(0)));

/** Spaces, quotes, backslashes, brackets of an index, emphasis and the first characters of operators. */
const isAroundName = (code: number): boolean => code < 128 && aroundName.has(code);

function userBefore(text: string, at: number): string | undefined {
  const before = wordsBefore(text, at, 96);
  if (!before.includes('-u')) return undefined;
  const option = Math.max(
    ` ${before}`.lastIndexOf(' -u'),
    before.lastIndexOf('--user'),
    before.lastIndexOf('--proxy-user'),
  );
  curlUser.lastIndex = Math.max(0, option);
  return curlUser.exec(before)?.[1];
}

/** Matches `user:password` after `curl -u`. */
function matchUser(text: string, start: number, at: number): Span | undefined {
  const quote = /^["']/.exec(text.slice(at + 1, at + 2))?.[0] ?? /^["']/.exec(text.charAt(start - 1))?.[0];
  const begin = text[at + 1] === quote ? at + 2 : at + 1;
  wholeToken.lastIndex = begin;
  const end = quote ? endOfQuoted(text, begin, quote) : begin + (wholeToken.exec(text)?.[0].length ?? 0);
  return isPlaceholder(text.slice(at + 1, end)) ? undefined : { start, end };
}

function endOfQuoted(text: string, start: number, quote: string): number {
  const isLong = quote.length > 1;
  for (let end = start; end < text.length && end - start < maxLineChars; end++) {
    const char = text[end];
    if (char === '\n' && !isLong) return end;
    if (char === '\\') {
      if (text[end + 1] === quote && text[start - 2] === '\\') return end;
      end++;
    } else if (isLong ? text.startsWith(quote, end) : char === quote) return end;
  }
  return Math.min(text.length, start + maxLineChars);
}
