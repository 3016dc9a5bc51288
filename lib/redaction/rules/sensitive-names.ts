import type { BuiltinLabel } from '../rule.ts';

/** Names, written together, whose values are hidden whatever they are. */
const secretNames = new Set(
  `password passwd passwort pwd pass passphrase passcode pincode pin otp totp mfacode
  secret secrets clientsecret apisecret appsecret signingsecret webhooksecret sharedsecret
  token authtoken accesstoken refreshtoken idtoken bearertoken sessiontoken csrftoken xsrftoken securitytoken
  apikey appkey accesskey accesskeyid secretkey secretaccesskey privatekey signingkey encryptionkey masterkey
  subscriptionkey sshkey licensekey authkey serverkey accountkey storagekey
  authorization proxyauthorization auth xapikey xauthtoken cookie cookies setcookie
  credential credentials connectionstring jwt bearer cvv cvc cvv2 cvc2 csc securitycode`.split(/\s+/),
);
/** Last words that say the same of any name: `DB_PASSWORD`, `openai.api.key`, `x-goog-api-key`. */
const secretEndings =
  /(?:password|passwd|passwort|pwd|passphrase|secret|apikey|secretkey|privatekey|accesskey|authkey|signingkey|subscriptionkey|credentials?|cookie|authorization|authtoken|accesstoken|refreshtoken|sessiontoken|(?:access|refresh|auth|bearer|api)tokens)$/;
const tokenEnding = /token$/;
/** Tokens that a model counts and tokens that page through a list are no secrets. */
const otherTokens =
  /(?:max|min|total|input|output|prompt|completion|cached|num|count|next|page|continuation|cursor|sync|stop|eos|bos|pad|unk|mask|sep|start|end|special|first|last|per|design)token$/;

/** Names of personal data that a rule may know only by its surroundings. */
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

/** True for names that are secret over one value, and say nothing of what an object under them holds. */
export const isNarrowName = (name: string): boolean => narrowName.test(name);

const maxKnown = 5000;
const maxChars = 64;
const known = new Map<string, BuiltinLabel | undefined>();

/**
 * What a name says of the value under it: `SECRET` for `userPassword` or `X-Api-Key`, `PHONE` for `mobile`,
 * nothing for `max_tokens` or `author`. Case and separators do not matter.
 */
export function senseOf(name: string): BuiltinLabel | undefined {
  if (name.length > maxChars) return undefined;
  if (known.has(name)) return known.get(name);
  if (known.size >= maxKnown) known.clear();
  const sense = readSense(name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  known.set(name, sense);
  return sense;
}

function readSense(joined: string): BuiltinLabel | undefined {
  if (secretNames.has(joined) || secretEndings.test(joined)) return 'SECRET';
  if (tokenEnding.test(joined) && !otherTokens.test(joined)) return 'SECRET';
  return personal.find(([, names]) => names.test(joined))?.[0];
}
