import { isFiller, isPlaceholder } from './placeholders.ts';
import { hintOf, isDoubtfulName } from './sensitive-names.ts';

const hasDigit = /\d/;
/** Sentences about a value: `Password is required`. */
const message =
  /\b(?:is|are|was|must|should|can|cannot|can't|may|required|invalid|incorrect|missing|expired|please|enter|your|least|too|not|no|forgot|forgotten|reset|change|confirm|new|old|current|characters?|minimum|maximum|wrong|failed|does|do|match|weak|strong|of|the|for|to|with|and|or|in)\b/i;
/** Settings that take the place of a secret: `credentials: "include"`. */
const setting =
  /^(?:include|omit|function|object|symbol|bigint|detected|read|write|same-origin|basic|bearer|digest|negotiate|oauth2?|jwt|cookie|cookies|session|strict|lax|public|private|local|auto|manual|all|always|never|anonymous|token|password|secret|apikey|api[-_]key|access[-_]token|authorization|auth|unauthorized|forbidden|text|json|workspace:.*|npm:.*|file:.*|catalog:.*|link:.*)$/i;
/** Version ranges of packages such as `cookie` and `jsonwebtoken`. */
const version =
  /^(?:[\^~=v<>]{0,2}\d{1,5}(?:\.(?:\d{1,8}|x|\*)){1,3}(?:[-+][\w.+-]{1,64})?(?:\s?[<>=|-]{1,2}\s?[\w.^~]{1,24}){0,4}|\*)$/;
const decimal = /^[-+]?[$€£]?(?:\d{0,6}\.\d{1,12}|\d{1,3})(?:e-?\d{1,3})?%?$/;
const interpolated = /\$\{[^{}]{0,200}\}|\{\{?[^{}]{0,200}\}?\}|#\{[^{}]{0,200}\}|%\(\w{1,40}\)s|%[sdvq]/g;
const minRest = 4;
const minPlainChars = 20;

/** True for a literal under a secret name that contains a secret, and not a placeholder or an explanation. */
export function isSecretLiteral(value: string, name: string): boolean {
  const text = value.trim();
  if (text === '' || isPlaceholder(text) || isExplanation(text) || decimal.test(text)) return false;
  const rest = text.replace(interpolated, '');
  if (rest !== text && rest.replace(/[^A-Za-z0-9]/g, '').length < minRest) return false;
  if (!isDoubtfulName(name)) return !isOwnName(text);
  return looksSecret(text) && !version.test(text);
}

/** True for settings and sentences under a secret name. */
export const isExplanation = (text: string): boolean =>
  setting.test(text) ||
  version.test(text) ||
  (/\s/.test(text) && message.test(text) && !mixedWord.test(text));

const mixedWord = /(?:^|\s)(?=[^\s]{0,24}\d)(?=[^\s]{0,24}[A-Za-z])[^\s]{7,}/;

/** True for `password: "password"`, which names a field. */
const isOwnName = (text: string): boolean => !hasDigit.test(text) && hintOf(text) === 'SECRET';

/** True for a text with letters and a digit or a sign, or one that is too long for a word. */
export const looksSecret = (text: string): boolean =>
  !/\s/.test(text) &&
  ((text.length > 5 && hasDigit.test(text)) ||
    (text.length > 5 && /[A-Za-z][!@#$%^&*+~?=][A-Za-z]/.test(text)) ||
    (text.length >= minPlainChars && /[a-z][A-Z]|[A-Z][a-z].*[A-Z]/.test(text)));

const keyword =
  /^(?:await|async|new|function|func|fn|def|class|struct|interface|enum|lambda|typeof|return|yield|void|not|this|self|super|null|nil|none|undefined|true|false|str|string|int|bool|boolean|bytes|byte|char|number|float|double|any|unknown|never|object|symbol|bigint|buffer|uint8array|text|varchar|uuid|date|option|optional|promise|record|array|map|set|list|dict|vec|secretstr|secretstring|token|type|typing|ref|readonly|keyof|require|import|export|if|unless|when|case)$/i;
const identifier = /^[&*!@$#]?[A-Za-z_$][\w$]*[?!]?$/;
const members = /^[&*!@$]?[A-Za-z_$][\w$]*(?:(?:\?\.|!\.|\.|->|::)#?[A-Za-z_$][\w$]*)+[?!]?$/;
const holders =
  /^[&*!@$]?(?:this|self|config|cfg|conf|process|req|request|res|response|ctx|context|settings|env|os|props|state|data|user|opts|options|params|args|credentials|body|result|session|event|input|form|row|record|account|client|z|yup|joi|Joi|models|schema|types|sa|db|t|v|s|pydantic|crypto)\b/;
const ordinaryMember = /^[^\d]{1,80}\d{0,3}[^\d]{0,40}$/;
/** Words that begin a sentence about a secret. */
const proseStart =
  /^(?:must|should|may|can|cannot|could|will|would|is|are|was|has|have|at|the|a|an|this|that|it|if|see|use|using|not|no|and|or|for|to|in|on|of|as|by|with|from|when|where|which|required|optional|please|enter|ask|min|minimum|max|too|only|your|my|our|same|changed|reset|updated|saved|set|stored|provided|unknown|wrong|incorrect|weak|strong|ok|okay|success|failed|failure|good|bad|new|old|any|what|why|how|all|erforderlich|pflichtfeld|muss|darf|vergessen|obligatoria|obligatorio|debe|requerida|incorrecta|requis|doit|oublié|obligatoire|deve|obrigatória|richiesta|vereist|wymagane|обязателен|неверный|должен|必填|必須|错误)[.!?]?$/i;

/** A value without quotes in its text. */
export interface BareValue {
  readonly text: string;
  readonly nameStart: number;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** A name and a value on one line, with a colon or an equals sign between them. */
  readonly isNear: boolean;
}

/** True for a value without quotes that contains a secret, and not an expression, a type or a sentence. */
export function isBareSecret(bare: BareValue): boolean {
  const { text, name, start, end } = bare;
  const value = text.slice(start, end);
  if (
    value === '' ||
    isPlaceholder(value) ||
    isFiller(value) ||
    keyword.test(value) ||
    proseStart.test(value)
  )
    return false;
  if (decimal.test(value) || setting.test(value) || isCall(text, start, end, value)) return false;
  if (members.test(value) && (!hasDigit.test(value) || (holders.test(value) && ordinaryMember.test(value))))
    return false;
  if (identifier.test(value) && isReference(bare, value)) return false;
  return !isDoubtfulName(name) || looksSecret(value);
}

/** True before the arguments, index, type argument or operator of an expression. */
function isCall(text: string, start: number, end: number, value: string): boolean {
  if (!/^[&*!@$]?[A-Za-z_$][\w$.?:>-]*$/.test(value)) return /^[-+*/([{]+$/.test(value);
  const after = text.slice(end, end + 120);
  if (after.startsWith('</')) return false;
  if (/^!?[([{<`]/.test(after)) return /^!?\([^()\n]*\)?|^[[<`{]/.test(after) || text[start] === '@';
  if (/^\[\]/.test(after)) return true;
  return /^\s{0,4}(?:\?\?|\?\.|\|\|?|&&|\+|\*|%|=>|[=!]=|\? )/.test(after) && !/^&[\w-]+=/.test(after);
}

const declaration =
  /(?:^|[\s(])(?:const|let|var|val|def|fn|func|function|public|private|protected|readonly|static|final|return|import|from|type|interface|class|async|if|elif|else|while|for|case|throw|raise|assert|self|this|my|our)[\s.]/;
const codeAfter = /^[?!]?\s{0,4}(?:[;)}\]]|,\s*(?:$|[\w$]+\s{0,3}[:=]\s)|\{)/;

/** True for a variable, parameter or type in code. */
function isReference({ text, nameStart, name, end }: BareValue, value: string): boolean {
  const isPlain = !hasDigit.test(value);
  if (isPlain && (hintOf(value) === 'SECRET' || plain(value) === plain(name))) return true;
  const lineStart = text.lastIndexOf('\n', nameStart - 1) + 1;
  const before = text.slice(Math.max(lineStart, nameStart - 200), nameStart);
  const lineEnd = text.indexOf('\n', end);
  const after = text.slice(end, lineEnd < 0 ? end + 80 : Math.min(lineEnd, end + 80));
  const isConnection = /^;\s?\w[\w ]{0,30}=/.test(after);
  const isInCode =
    declaration.test(before) || /(?:[.$@#]|->)$/.test(before) || (codeAfter.test(after) && !isConnection);
  if (!isInCode) return false;
  return isPlain || (/^[a-z]+(?:[A-Z_][a-z]+)*\d{1,2}$/.test(value) && hintOf(value) === 'SECRET');
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
