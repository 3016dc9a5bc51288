/** The characters after a prefix. Each alphabet is the inside of a character class. */
export const alphabets = {
  /** Letters and digits. */
  a: 'A-Za-z0-9',
  /** Capitals and digits. */
  A: 'A-Z0-9',
  /** Small letters and digits. */
  L: 'a-z0-9',
  /** Base64. */
  b: 'A-Za-z0-9+/=',
  /** Base64 for URLs, with dots. */
  d: 'A-Za-z0-9_.=-',
  h: 'a-fA-F0-9',
  /** The characters of a UUID. */
  u: 'a-f0-9-',
  /** Base64 for URLs. */
  w: 'A-Za-z0-9_-',
} as const;

type Alphabet = keyof typeof alphabets;

/** A key of a provider: a prefix, followed by random characters. */
export interface ListedKey {
  readonly vendor: string;
  readonly prefixes: readonly string[];
  readonly alphabet: Alphabet;
  readonly minChars: number;
  readonly maxChars: number;
  /** The public list that documents the form, or `vendor` for the documentation of the vendor. */
  readonly source: string;
}

/**
 * The listed keys: vendor, prefixes, alphabet, number of characters after the prefix, source. The
 * rows were not compared with their sources one by one.
 *
 * @see the rules of gitleaks (`gitleaks`) and of trufflehog (`trufflehog`), GitHub's list of supported secret scanning
 * patterns (`github`)
 */
const rows = `
Tavily | tvly- | w | 20-64 | vendor
Tavily | tvly-dev- | w | 20-64 | vendor
LangSmith | lsv2_pt_ lsv2_sk_ | w | 40-64 | github
LangChain Hub | ls__ | a | 30-40 | github
Pinecone | pcsk_ | w | 40-90 | github
NVIDIA | nvapi- | w | 50-90 | github
Together | tgp_v1_ | w | 38-64 | vendor
Fireworks | fw_ | a | 20-40 | vendor
Cerebras | csk- | a | 40-64 | vendor
Firecrawl | fc- | h | 32-32 | vendor
E2B | e2b_ sk_e2b_ | h | 40-40 | vendor
Daytona | dtn_ | h | 64-64 | vendor
Voyage | pa- al- | w | 40-60 | vendor
Jina | jina_ | w | 40-80 | vendor
LlamaCloud | llx- | w | 40-64 | vendor
AWS Bedrock | bedrock-api-key- | b | 60-512 | vendor
Google Gemini | AQ. | w | 40-64 | vendor
Langfuse | sk-lf- pk-lf- | u | 36-36 | vendor
Logfire | pylf_v1_us_ pylf_v1_eu_ | a | 36-60 | github
Weights & Biases | wandb_v1_ | w | 40-90 | vendor
Modal | ak- as- | a | 22-32 | vendor
Anyscale | esecret_ | a | 20-64 | trufflehog
Nomic | nk- | w | 40-48 | vendor
Mem0 | m0- | w | 36-44 | vendor
Inngest | signkey-prod- signkey-test- signkey-branch- | h | 32-64 | vendor
Trigger.dev | tr_dev_ tr_prod_ tr_stg_ tr_pat_ | a | 20-48 | vendor
Luma | luma- | w | 36-80 | vendor
Runway | key_ | h | 128-128 | vendor
AgentOps | ao_ | w | 30-64 | vendor
Browserbase | bb_live_ bb_test_ | w | 20-48 | vendor
Apify | apify_api_ | a | 34-40 | trufflehog
Exa | exa- | u | 36-36 | vendor
Steel | ste- | a | 40-80 | vendor
Friendli | flp_ | a | 40-64 | vendor
Supabase | sb_secret_ sb_publishable_ | w | 20-64 | github
Supabase | sbp_ | h | 40-44 | github
Vercel | vcp_ vci_ vca_ vcr_ vck_ | a | 24-64 | github
Vercel Blob | vercel_blob_rw_ | w | 30-64 | github
Fly | fo1_ | w | 40-64 | gitleaks
Fly | fm1_ fm1r_ fm1a_ fm2_ | b | 60-2048 | gitleaks
Heroku | HRKU-AA | w | 56-66 | gitleaks
Heroku | HRKU- | u | 36-36 | gitleaks
Netlify | nfp_ nfc_ nfo_ nfu_ nfb_ | a | 36-44 | github
Render | rnd_ | a | 28-40 | vendor
Railway | rw_Fe26. | w | 40-512 | vendor
Neon | napi_ | a | 40-80 | github
PlanetScale | pscale_tkn_ pscale_pw_ pscale_oauth_ | d | 32-64 | gitleaks
Cloudflare | cfut_ cfat_ cfk_ | w | 40-64 | github
Cloudflare, origin CA | v1.0- | w | 140-200 | gitleaks
DigitalOcean | dop_v1_ doo_v1_ dor_v1_ | h | 64-64 | gitleaks
Alibaba Cloud | LTAI | a | 12-24 | gitleaks
Tencent Cloud | AKID | a | 32-36 | trufflehog
Volcengine | AKLT | a | 40-64 | trufflehog
Baidu | bce-v3/ALTAK- | w | 60-90 | trufflehog
Yandex Cloud | AQVN | w | 35-40 | gitleaks
Yandex | y0_ y1_ | w | 50-64 | github
Yandex Cloud | YCAJ YCM | w | 20-40 | gitleaks
Scaleway | SCW | A | 17-17 | trufflehog
IBM Cloud | ApiKey- | u | 36-36 | trufflehog
Akamai | akab- | w | 16-80 | github
Tailscale | tskey-api- tskey-auth- tskey-client- tskey-scim- tskey-webhook- | w | 20-64 | github
Resend | re_ | w | 24-40 | github
Brevo | xkeysib- xsmtpsib- | w | 64-84 | gitleaks
Mandrill | md- | w | 22-24 | trufflehog
Mailgun | pubkey- | h | 32-32 | gitleaks
Sentry | sntryu_ | h | 64-64 | gitleaks
Sentry | sntrys_eyJ | b | 60-512 | gitleaks
PostHog | phc_ phx_ phs_ pha_ | a | 38-60 | github
Honeycomb | hcaik_ hcbik_ hcxik_ hcxmk_ hcxlk_ | a | 50-64 | github
Dynatrace | dt0c01. dt0s01. dt0s02. | d | 64-100 | gitleaks
Datadog | ddapp_ ddpat_ | w | 30-64 | vendor
New Relic | NRAK- NRII- NRJS- NRRA- NRBR- | a | 20-64 | gitleaks
Axiom | xaat- xapt- | u | 36-36 | vendor
LaunchDarkly | api- sdk- mob- | u | 36-36 | gitleaks
Bitbucket | ATBB | a | 28-40 | github
Bitbucket | ATCTT3 | w | 100-300 | github
Atlassian | ATATT3 ATCT | w | 60-300 | gitleaks
SonarQube | sqp_ squ_ sqa_ | h | 40-40 | gitleaks
CircleCI | CCIPAT_ CCIPRJ_ | w | 60-70 | github
Buildkite | bkua_ bkaj_ bkct_ | h | 40-40 | github
Artifactory | AKCp | a | 66-74 | gitleaks
Artifactory | cmVmdGtu | a | 51-60 | gitleaks
NuGet | oy2 | L | 43-43 | github
Clojars | CLOJARS_ | h | 60-60 | gitleaks
crates.io | cio | a | 32-32 | github
npm | npm_ | a | 36-36 | gitleaks
PyPI | pypi- | w | 50-512 | gitleaks
RubyGems | rubygems_ | h | 48-48 | gitleaks
Docker | dckr_pat_ dckr_oat_ | w | 20-64 | github
Pulumi | pul- | h | 40-40 | gitleaks
Infracost | ico- | a | 32-32 | gitleaks
Snyk | snyk_uat. snyk_sat. | d | 40-200 | trufflehog
Scalingo | tk-us- | w | 48-48 | gitleaks
Prefect | pnu_ pnb_ | a | 36-36 | gitleaks
dbt | dbtc_ dbtu_ | w | 30-64 | github
ReadMe | rdme_ | L | 70-70 | gitleaks
Contentful | CFPAT- | w | 43-64 | github
Typeform | tfp_ | d | 59-64 | gitleaks
HubSpot | pat-na1- pat-na2- pat-eu1- pat-ap1- | u | 36-36 | github
Intercom | dG9rO | b | 40-80 | trufflehog
Linear | lin_api_ lin_oauth_ | a | 30-64 | gitleaks
Notion | ntn_ secret_ | a | 40-64 | gitleaks
Figma | figd_ figo_ figor_ figu_ figur_ | w | 36-64 | github
Frame.io | fio-u- | w | 64-64 | gitleaks
Adobe | p8e- | a | 32-32 | gitleaks
Duffel | duffel_test_ duffel_live_ | w | 43-43 | gitleaks
Shippo | shippo_live_ shippo_test_ | h | 40-40 | gitleaks
EasyPost | EZAK EZTK | a | 54-54 | gitleaks
Flutterwave | FLWSECK_TEST- FLWPUBK_TEST- FLWSECK- FLWPUBK- | w | 32-40 | gitleaks
Razorpay | rzp_live_ rzp_test_ | a | 14-20 | trufflehog
Plaid | access-sandbox- access-development- access-production- | u | 36-36 | gitleaks
Square | EAAA | w | 60-64 | gitleaks
Lob | live_pub_ test_pub_ | h | 31-31 | gitleaks
Lemon Squeezy | lsk_ | a | 30-64 | vendor
Polar | polar_oat_ polar_pat_ | w | 40-64 | github
Paddle | pdl_live_apikey_ pdl_sdbx_apikey_ | w | 50-60 | github
Adyen | AQE | b | 60-400 | trufflehog
Stytch | secret-live- secret-test- | w | 36-44 | vendor
Ory | ory_at_ ory_rt_ ory_pat_ ory_st_ | d | 30-90 | github
Defined Networking | dnkey- | w | 60-80 | gitleaks
SettleMint | sm_aat_ sm_pat_ sm_sat_ | a | 16-16 | gitleaks
OpenShift | sha256~ | w | 43-43 | gitleaks
1Password | A3- | w | 30-40 | gitleaks
Doppler | dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit. | d | 40-64 | gitleaks
Postman | PMAK- | w | 58-60 | gitleaks
Grafana | glsa_ | w | 41-50 | gitleaks
Shopify | shpat_ shpca_ shppa_ shpss_ shptka_ shpit_ | h | 32-32 | gitleaks
Slack | xoxe. xoxe- | w | 50-512 | gitleaks
Tigris | tid_ tsec_ | w | 30-80 | vendor
`;

const toKey = (row: string): ListedKey => {
  const [vendor = '', prefixes = '', alphabet = '', chars = '', source = ''] = row.split(' | ');
  const [minChars = 0, maxChars = 0] = chars.split('-').map(Number);
  return {
    vendor,
    prefixes: prefixes.split(' '),
    alphabet: alphabet as Alphabet,
    minChars,
    maxChars,
    source,
  };
};

/** All listed keys. A form that a prefix and an alphabet cannot describe is in `provider-keys.ts`. */
export const listedKeys: readonly ListedKey[] = rows.trim().split('\n').map(toKey);
