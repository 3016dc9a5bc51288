import { BoundedMap } from '../../primitives/index.ts';
import type { BuiltinLabel } from '../rule.ts';
import { foreignSecret } from './foreign-names.ts';

/** Names without separators whose values are always hidden. */
const secretNames = new Set(
  `password passwords passwd passwort pwd pass passphrase passcode passcodes pincode pin otp totp mfacode
  secret secrets clientsecret apisecret appsecret signingsecret webhooksecret sharedsecret
  token authtoken accesstoken refreshtoken idtoken bearertoken sessiontoken csrftoken xsrftoken securitytoken
  apikey apikeys appkey accesskey accesskeyid secretkey secretkeys secretkeybase secretaccesskey privatekey signingkey
  encryptionkey masterkey subscriptionkey sshkey licensekey authkey serverkey accountkey storagekey mnemonic seedphrase
  authorization proxyauthorization auth xapikey xauthtoken cookie cookies setcookie hostsession
  credential credentials connectionstring jwt bearer cvv cvc cvv2 cvc2 csc securitycode cvvcode cvccode
  phpsessid jsessionid aspnetsessionid connectsid laravelsession sessid`.split(/\s+/),
);
/** Endings that make any name secret: `DB_PASSWORD`, `openai.api.key`, `x-goog-api-key`. */
const secretEndings =
  /(?:passwords?|passwd|passwort|pwd|passphrase|secret|apikeys?|secretkeys?|privatekey|accesskey|authkey|signingkey|subscriptionkey|encryptionkey|credentials?|cookie|authorization|authtoken|accesstoken|refreshtoken|sessiontoken|(?:access|refresh|auth|bearer|api)tokens|passwordhash|passwordsalt|passworddigest|hashsalt|passwdhash|passwordconfirm(?:ation)?|passwordplain|passwordagain|apikeyvalue|(?:otp|verification|sms|mfa|2fa|twofactor|security|auth|login|confirmation|totp|backup|recovery|onetime|access|pin|activation)codes?)$/;
/** Names in which a word of its own makes the value secret: `DB_PASS`, `smtpPass`. */
const secretWords = /(?:[_.-](?:pass|pw|pwd)|[a-z]P(?:ass|w|wd)|[A-Z]_(?:PASS|PW))$/;
/** Names such as `OPENAI_KEY`, whose value must look like a secret. */
const keyOfService = /^[A-Z][A-Z0-9_]{1,40}_(?:KEY|AUTH|PAT)$/;
const otherKey =
  /(?:PRIMARY|FOREIGN|CACHE|SORT|PARTITION|PUBLIC|OBJECT|INDEX|UNIQUE|REGISTRY|HOST|GROUP|ROW|S3|FILE|HASH|LOOKUP|TRANSLATION|MESSAGE|ROUTING|SHORTCUT|HOT|ARROW|STORAGE|ID|LOCAL|REDIS|DEDUP|DEDUPLICATION|IDEMPOTENCY|KEY|NAME|FEATURE|CONFIG|SETTINGS|QUERY|STATE|DATA|TYPE|CONTEXT)_KEY$/;
const isKeyOfService = (name: string): boolean => keyOfService.test(name) && !otherKey.test(name);
const environment = /[_-](?:prod|production|dev|test|live|staging|plain|value|old|new)$/i;
const tokenEnding = /token$/;
/** Names of model token counts and page tokens, which are not secret. */
const otherTokens =
  /(?:max|min|total|input|output|prompt|completion|cached|num|count|next|page|continuation|cursor|sync|stop|eos|bos|pad|unk|mask|sep|start|end|special|first|last|per|design)token$/;
const otherNames = /^(?:nopasswd|nopassword|statuscode|.*(?:bypass|compass|encompass|trespass))$/;

/** Names that announce personal data of other kinds. */
const personal: readonly (readonly [BuiltinLabel, RegExp])[] = [
  ['EMAIL', /^(?:e?mails?|.*emails?(?:address(?:es)?)?)$/],
  [
    'PHONE',
    /(?:phones?|phonenumbers?|phoneno|telephone|tel|telno|telnumber|mobile|mobilenumber|mobileno|cellphone|cellnumber|msisdn|fax|faxnumber|whatsapp)$/,
  ],
  ['SSN', /^(?:.*ssn|.*socialsecurity(?:number|no)?|itin|taxpayerid|taxid|tin|taxnumber)$/],
  ['CREDIT_CARD', /^(?:.*cardnumbers?|.*cardno|creditcards?|debitcard|ccnumber|ccnum|pan)$/],
  ['IBAN', /^(?:.*iban)$/],
  ['IP', /^(?:.*ip(?:v[46])?addr(?:ess)?|ip|clientip|remoteip|remoteaddr|sourceip|xforwardedfor|xrealip)$/],
];

const doubtfulName =
  /^(?:tokens?|secrets?|pass|pw|pin|auth|cookies?|bearer|credentials?|otp|jwt|jsonwebtoken|.*[a-z](?:token|cookie|jwt))$/i;
const doubtless =
  /(?:auth|access|refresh|id|session|api|csrf|xsrf|security|bot|bearer|secret|user|github|gitlab|slack)[-_]?token$/i;

/** True for names that are common in prose and code, so that their value must look like a secret. */
export const isDoubtfulName = (name: string): boolean =>
  isKeyOfService(name) || (doubtfulName.test(name) && !doubtless.test(name));

/** Parameters of signed URLs and of OAuth redirects. @see RFC 6749 §4.1.2 for `code` */
const urlParameter =
  /^(?:sig|signature|code|key|x-(?:amz|goog|oss|cos)-signature|hmac|sign|ticket|assertion|samlresponse|otp)$/i;

/** True for parameters of URLs whose values must look like a secret. */
export const isUrlSecret = (name: string): boolean => urlParameter.test(name);

const narrowName = /^(?:auth|pass|pin|otp|bearer)$/i;

/** True for names that are secret for a single value but not for the members of an object. */
export const isNarrowName = (name: string): boolean => narrowName.test(name);

const maxCachedNames = 5000;
const maxChars = 64;
/** Hints by name. `null` marks a name without a hint. */
const cache = new BoundedMap<string, BuiltinLabel | null>(maxCachedNames);

/**
 * Returns the kind of data that a name announces: `SECRET` for `X-Api-Key`, `PHONE` for `mobile`, `undefined` for
 * `max_tokens`. Case and separators do not matter.
 */
export function hintOf(name: string): BuiltinLabel | undefined {
  if (name.length > maxChars) return undefined;
  const cached = cache.get(name);
  if (cached !== undefined) return cached ?? undefined;
  const hint = readHint(name);
  cache.set(name, hint ?? null);
  return hint;
}

function readHint(name: string): BuiltinLabel | undefined {
  const joined = toLetters(name);
  const hint = hintOfLetters(joined);
  if (hint || otherNames.test(joined)) return hint;
  if (secretWords.test(name) || isKeyOfService(name) || /^aspsessionid/.test(joined)) return 'SECRET';
  // Numbered names and names of environments: `password1`, `api_key_prod`.
  const base = toLetters(name.replace(environment, '')).replace(/\d{1,2}$/, '');
  return base === joined || base.length < minNameChars ? undefined : hintOfLetters(base);
}

const minNameChars = 5;
const toLetters = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]/gu, '');

function hintOfLetters(joined: string): BuiltinLabel | undefined {
  if (otherNames.test(joined)) return undefined;
  if (secretNames.has(joined) || secretEndings.test(joined)) return 'SECRET';
  if (foreignSecret.test(joined.normalize('NFC'))) return 'SECRET';
  if (tokenEnding.test(joined) && !otherTokens.test(joined)) return 'SECRET';
  return personal.find(([, names]) => names.test(joined))?.[0];
}
