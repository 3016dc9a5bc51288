import { BoundedMap } from '../../primitives/index.ts';
import type { BuiltinLabel } from '../rule.ts';

/** Names without separators whose values are always hidden. */
const secretNames = new Set(
  `password passwd passwort pwd pass passphrase passcode pincode pin otp totp mfacode
  secret secrets clientsecret apisecret appsecret signingsecret webhooksecret sharedsecret
  token authtoken accesstoken refreshtoken idtoken bearertoken sessiontoken csrftoken xsrftoken securitytoken
  apikey appkey accesskey accesskeyid secretkey secretaccesskey privatekey signingkey encryptionkey masterkey
  subscriptionkey sshkey licensekey authkey serverkey accountkey storagekey
  authorization proxyauthorization auth xapikey xauthtoken cookie cookies setcookie
  credential credentials connectionstring jwt bearer cvv cvc cvv2 cvc2 csc securitycode`.split(/\s+/),
);
/** Endings that make any name secret: `DB_PASSWORD`, `openai.api.key`, `x-goog-api-key`. */
const secretEndings =
  /(?:password|passwd|passwort|pwd|passphrase|secret|apikey|secretkey|privatekey|accesskey|authkey|signingkey|subscriptionkey|credentials?|cookie|authorization|authtoken|accesstoken|refreshtoken|sessiontoken|(?:access|refresh|auth|bearer|api)tokens)$/;
const tokenEnding = /token$/;
/** Names of model token counts and page tokens, which are not secret. */
const otherTokens =
  /(?:max|min|total|input|output|prompt|completion|cached|num|count|next|page|continuation|cursor|sync|stop|eos|bos|pad|unk|mask|sep|start|end|special|first|last|per|design)token$/;

/** Names that announce personal data of other kinds. */
const personal: readonly (readonly [BuiltinLabel, RegExp])[] = [
  ['EMAIL', /^(?:e?mails?|.*emails?(?:address(?:es)?)?)$/],
  [
    'PHONE',
    /(?:phones?|phonenumbers?|phoneno|telephone|tel|mobile|mobilenumber|mobileno|cellphone|cellnumber|msisdn|fax|faxnumber|whatsapp)$/,
  ],
  ['SSN', /^(?:.*ssn|.*socialsecurity(?:number|no)?|itin|taxpayerid)$/],
  ['CREDIT_CARD', /^(?:.*cardnumbers?|.*cardno|creditcards?|debitcard|ccnumber|ccnum|pan)$/],
  ['IBAN', /^(?:.*iban)$/],
  ['IP', /^(?:.*ip(?:v[46])?addr(?:ess)?|ip|clientip|remoteip|remoteaddr|sourceip|xforwardedfor|xrealip)$/],
];

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
  const hint = readHint(name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  cache.set(name, hint ?? null);
  return hint;
}

function readHint(joined: string): BuiltinLabel | undefined {
  if (secretNames.has(joined) || secretEndings.test(joined)) return 'SECRET';
  if (tokenEnding.test(joined) && !otherTokens.test(joined)) return 'SECRET';
  return personal.find(([, names]) => names.test(joined))?.[0];
}
