import { alphabets, listedKeys } from './provider-key-list.ts';

/** A key format of a provider. */
interface ProviderKey {
  readonly issuer: string;
  /** Key prefixes of at least two characters. Most words are rejected after two characters. */
  readonly starts?: readonly string[];
  /** A fixed part inside keys that have no fixed prefix. */
  readonly mark?: string;
  /** The pattern of the whole key. Every repetition is bounded. */
  readonly form: string;
}

const word = '[A-Za-z0-9_-]';
const letters = '[A-Za-z0-9]';
const hex = '[A-Fa-f0-9]';

/**
 * The known key formats.
 *
 * @see the provider's own documentation of each, and GitHub's list of supported secret scanning patterns
 */
const providerKeys: readonly ProviderKey[] = [
  {
    issuer: 'OpenAI, Anthropic, DeepSeek, OpenRouter, Stripe',
    starts: ['sk', 'pk', 'rk'],
    form: `[spr]k[-_]${word}{14,512}`,
  },
  {
    issuer: 'AWS access key id',
    starts: ['AKIA', 'ASIA', 'ABIA', 'ACCA', 'A3T'],
    form: 'A[A-Z0-9]{3}[A-Z0-9]{12,17}(?![A-Za-z0-9])',
  },
  { issuer: 'AWS Bedrock', starts: ['ABSK'], form: 'ABSK[A-Za-z0-9+/]{60,256}={0,2}' },
  { issuer: 'Google', starts: ['AIza'], form: `AIza${word}{30,40}` },
  {
    issuer: 'Google OAuth',
    starts: ['ya29.', 'GOCSPX-', '1//0'],
    form: `[\\w.]{1,6}[-./]{1,2}${word}{20,256}`,
  },
  { issuer: 'GitHub', starts: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], form: `gh[a-z]_${letters}{20,256}` },
  { issuer: 'GitHub, fine-grained', starts: ['github_pat_'], form: 'github_pat_[A-Za-z0-9_]{22,256}' },
  {
    issuer: 'GitLab',
    starts: [
      'glpat-',
      'gldt-',
      'glrt-',
      'glcbt-',
      'glptt-',
      'glft-',
      'glimt-',
      'glagent-',
      'glsoat-',
      'glffct-',
    ],
    form: 'gl[a-z]{2,5}-[A-Za-z0-9_.=-]{18,300}',
  },
  { issuer: 'Slack', starts: ['xox', 'xapp-'], form: 'x[a-z]{3}[-.][A-Za-z0-9.-]{10,512}' },
  {
    issuer: 'Slack and Discord webhooks',
    starts: ['hooks.slack.com/', 'discord.com/api/', 'discordapp.com/api/'],
    form: '[a-z.]{9,16}/(?:services|workflows|triggers|api/webhooks)/[\\w/-]{20,128}',
  },
  { issuer: 'Hugging Face', starts: ['hf_', 'api_org_'], form: '(?:hf|api_org)_[A-Za-z]{34,37}(?!\\w)' },
  { issuer: 'Groq', starts: ['gsk_'], form: `gsk_${letters}{30,128}` },
  { issuer: 'Replicate', starts: ['r8_'], form: `r8_${letters}{30,64}` },
  { issuer: 'Perplexity', starts: ['pplx-'], form: `pplx-${letters}{30,128}` },
  { issuer: 'xAI', starts: ['xai-'], form: `xai-${letters}{30,128}` },
  { issuer: 'npm', starts: ['npm_'], form: `npm_${letters}{36}` },
  { issuer: 'PyPI', starts: ['pypi-'], form: `pypi-${word}{50,512}` },
  { issuer: 'RubyGems', starts: ['rubygems_'], form: `rubygems_${hex}{48}` },
  { issuer: 'Docker', starts: ['dckr_'], form: `dckr_(?:pat|oat)_${word}{20,64}` },
  { issuer: 'HashiCorp Terraform', mark: '.atlasv1.', form: `${letters}{14}\\.atlasv1\\.${word}{60,80}` },
  { issuer: 'HashiCorp Vault', starts: ['hvs.', 'hvb.', 'hvr.'], form: `hv[a-z]\\.${word}{20,512}` },
  { issuer: 'SendGrid', starts: ['SG.'], form: `SG\\.${word}{16,32}\\.${word}{16,64}` },
  { issuer: 'Mailgun', starts: ['key-'], form: 'key-[a-f0-9]{32}' },
  { issuer: 'Mailchimp', mark: '-us', form: '[a-f0-9]{32}-us\\d{1,2}' },
  { issuer: 'Twilio', starts: ['SK'], form: 'SK[a-f0-9]{32}' },
  { issuer: 'Square', starts: ['sq0'], form: `sq0[a-z]{3}-${word}{22,64}` },
  { issuer: 'Shopify', starts: ['shp'], form: `shp[a-z]{2}_${hex}{32}` },
  { issuer: 'Facebook', starts: ['EAA'], form: `EAA[AMC]${letters}{56,256}` },
  { issuer: 'Facebook, app tokens', mark: '|', form: `\\d{15,16}\\|${word}{27}` },
  { issuer: 'DigitalOcean', starts: ['dop_v1_', 'doo_v1_', 'dor_v1_'], form: `do[a-z]_v1_${hex}{64}` },
  { issuer: 'Linear', starts: ['lin_'], form: `lin_(?:api|oauth)_${letters}{30,64}` },
  { issuer: 'Notion', starts: ['ntn_', 'secret_'], form: `(?:ntn|secret)_${letters}{40,64}` },
  { issuer: 'Postman', starts: ['PMAK-'], form: `PMAK-${hex}{24}-${hex}{34}` },
  { issuer: 'Databricks', starts: ['dapi'], form: `dapi${hex}{32}(?:-\\d)?` },
  { issuer: 'Grafana', starts: ['glc_', 'glsa_'], form: 'gl[a-z]{1,2}_[A-Za-z0-9+/_=]{32,300}' },
  { issuer: 'New Relic', starts: ['NRAK-', 'NRII-', 'NRJS-', 'NRRA-'], form: `NR[A-Z]{2}-${letters}{20,64}` },
  { issuer: 'PlanetScale', starts: ['pscale_'], form: 'pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.=-]{32,64}' },
  { issuer: 'Neon', starts: ['napi_'], form: `napi_${letters}{40,80}` },
  { issuer: 'Atlassian', starts: ['ATATT3'], form: `ATATT3${word}{60,300}={0,2}${hex}{0,8}` },
  { issuer: 'Figma', starts: ['figd_'], form: `figd_${word}{40,64}` },
  { issuer: 'Airtable', starts: ['pat'], form: `pat${letters}{14}\\.${hex}{64}` },
  { issuer: 'Sourcegraph', starts: ['sgp_'], form: `sgp_(?:(?:local|${hex}{16})_)?${hex}{40}` },
  { issuer: 'Octopus Deploy', starts: ['API-'], form: 'API-[A-Z0-9]{26}' },
  { issuer: 'OpenShift', starts: ['sha256~'], form: `sha256~${word}{43}` },
  { issuer: '1Password', starts: ['ops_eyJ'], form: `ops_eyJ${word}{64,512}={0,3}` },
  { issuer: 'Microsoft Entra', mark: 'Q~', form: '[\\w~.]{3}\\dQ~[\\w~.-]{31,34}' },
  { issuer: '42', starts: ['s-s4t2'], form: `s-s4t2(?:ud|af)-${hex}{64}` },
  { issuer: 'webhook signing', starts: ['whsec_'], form: 'whsec_[A-Za-z0-9+/=]{24,64}' },
  { issuer: 'age', starts: ['AGE-SECRET-KEY-'], form: 'AGE-SECRET-KEY-1[A-Z0-9]{58}' },
  {
    issuer: 'JSON web tokens',
    starts: ['eyJ'],
    form: `eyJ${word}{8,4096}\\.${word}{4,8192}(?:\\.${word}{0,2048}){0,3}`,
  },
  { issuer: 'Telegram', starts: ['AA'], form: `(?<=\\d{8,10}:)AA${word}{32,35}` },
  { issuer: 'Discord bots', mark: '.', form: `[MNO]${word}{23,25}\\.${word}{6}\\.${word}{27,40}` },
  { issuer: 'Azure AI', mark: 'JQQJ99', form: `${letters}{20,64}JQQJ99${letters}{20,64}` },
  {
    issuer: 'Azure storage and search',
    mark: 'A',
    form: '[A-Za-z0-9+/]{42,80}(?:AzSe|AzFu|APIM|ACDb|\\+ABa|\\+AMC|\\+ASt|AIoT|ARm|ACR)[A-Za-z0-9+/]{5,8}(?:==|(?![A-Za-z0-9+/]))',
  },
  { issuer: 'Hugging Face', starts: ['hf_'], form: `hf_(?=[A-Za-z]{0,40}\\d)${letters}{34,40}(?!\\w)` },
  { issuer: 'Airtable', starts: ['pat'], form: `pat${letters}{14}\\.${hex}{64}` },
  { issuer: 'Stripe, restricted and webhook', starts: ['whsec_'], form: 'whsec_[A-Za-z0-9+/=]{24,64}' },
  { issuer: 'this product', starts: ['sentrial_'], form: `sentrial_(?:live|test)_${word}{20,64}` },
];

interface Beginning {
  readonly start: string;
  readonly form: RegExp;
  /** The key must look random, because its prefix also begins ordinary names. */
  readonly isListed?: boolean;
}

const compile = ({ form }: ProviderKey): RegExp => new RegExp(form, 'y');
const beginnings = new Map<string, Beginning[]>();
for (const { vendor, prefixes, alphabet, minChars, maxChars } of listedKeys) {
  const characters = `[${alphabets[alphabet]}]`;
  for (const start of prefixes) {
    const form = `${start.replace(/[.+/~]/g, '\\$&')}${characters}{${minChars},${maxChars}}(?!${characters})`;
    const alike = beginnings.get(start.slice(0, 2)) ?? [];
    beginnings.set(start.slice(0, 2), [
      ...alike,
      { start, form: compile({ issuer: vendor, form }), isListed: true },
    ]);
  }
}
for (const key of providerKeys) {
  for (const start of key.starts ?? []) {
    const alike = beginnings.get(start.slice(0, 2)) ?? [];
    beginnings.set(start.slice(0, 2), [...alike, { start, form: compile(key) }]);
  }
}
const marked = providerKeys.flatMap((key) => (key.mark ? [{ mark: key.mark, form: compile(key) }] : []));
const firstCharacters = new Set([...beginnings.keys()].map((start) => start.charCodeAt(0)));

/** The sources of all forms, for those who check them. */
export const providerKeyForms: readonly string[] = [...beginnings.values(), marked].flatMap((forms) =>
  forms.map(({ form }) => form.source),
);

/** The key that begins at a place in a word that ends at `end`. */
export function providerKeyAt(text: string, at: number, end: number): string | undefined {
  if (firstCharacters.has(text.charCodeAt(at))) {
    for (const { start, form, isListed } of beginnings.get(text.slice(at, at + 2)) ?? []) {
      if (!text.startsWith(start, at)) continue;
      const key = exec(form, text, at);
      if (key !== undefined && (!isListed || (text[at - 1] !== '.' && looksRandom(key.slice(start.length)))))
        return key;
    }
  }
  return end - at < minMarkedChars ? undefined : markedKeyAt(text, at, end);
}

/** True for letters with two digits, or with one digit and capitals. */
const looksRandom = (characters: string): boolean =>
  /\d[^\d]*\d|[a-z].*\d.*[A-Z]|[A-Z].*\d|\d.*[A-Z]/.test(characters) && /[A-Za-z]/.test(characters);

/** No key without a beginning of its own is shorter. */
const minMarkedChars = 35;

function markedKeyAt(text: string, at: number, end: number): string | undefined {
  const word = text.slice(at, end);
  for (const { mark, form } of marked) {
    const key = word.includes(mark) ? exec(form, text, at) : undefined;
    if (key !== undefined) return key;
  }
  return undefined;
}

function exec(form: RegExp, text: string, at: number): string | undefined {
  form.lastIndex = at;
  return form.exec(text)?.[0];
}
