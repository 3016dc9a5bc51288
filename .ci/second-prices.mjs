// Writes lib/pricing/second-prices.data.ts: a second source of prices, from the data of two maintained packages.
// `node .ci/second-prices.mjs` downloads them with `npm pack` into a temporary directory, and installs nothing.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createListedPrices } from '../lib/pricing/listed-prices.ts';
import { modelNames } from '../lib/pricing/model-name.ts';
import { normalize } from '../lib/pricing/normalize.ts';

const root = join(import.meta.dirname, '..');
const target = join(root, 'lib/pricing/second-prices.data.ts');

/** The packages, the better one first. Their prices come from the lists of providers and from models.dev. */
const packages = [
  { name: '@earendil-works/pi-ai', version: '1.6.0', read: readPiAi },
  { name: '@mastra/observability', version: '1.17.9', read: readMastra },
];

/** Our name of a provider, and its names in the packages. */
const providers = {
  openai: ['openai'],
  anthropic: ['anthropic'],
  google: ['google'],
  'x-ai': ['xai'],
  mistral: ['mistral'],
  deepseek: ['deepseek'],
  groq: ['groq'],
  cerebras: ['cerebras'],
  cohere: ['cohere'],
  perplexity: ['perplexity'],
  moonshotai: ['moonshotai'],
  minimax: ['minimax'],
  alibaba: ['alibaba'],
  'alibaba-cn': ['alibaba-cn'],
  azure: ['azure'],
  baseten: ['baseten'],
  'cloudflare-workers-ai': ['cloudflare-workers-ai'],
  deepinfra: ['deepinfra'],
  fireworks: ['fireworks', 'fireworks-ai'],
  huggingface: ['huggingface'],
  inception: ['inception'],
  meta: ['meta'],
  morph: ['morph'],
  nebius: ['nebius'],
  novita: ['novita-ai'],
  nvidia: ['nvidia'],
  openrouter: ['openrouter'],
  parasail: ['parasail'],
  sambanova: ['sambanova'],
  scaleway: ['scaleway'],
  siliconflow: ['siliconflow'],
  stepfun: ['stepfun'],
  together: ['together', 'togetherai'],
  upstage: ['upstage'],
  venice: ['venice'],
  wandb: ['wandb'],
  xiaomi: ['xiaomi'],
  zai: ['zai'],
  zhipuai: ['zhipuai'],
};

const listed = createListedPrices();
await listed.load();

/** Rows of OpenRouter are taken only for models that the first source lacks, since it has nearly all of them. */
const isNeeded = (provider, model, source) =>
  provider !== 'openrouter' ||
  (source === 0 && !/[:~]/.test(model) && !listed.find(modelNames(provider, model).names));

/** Names under which Mastra has older rows. Rows under the other names of a provider are preferred. */
const secondary = ['together', 'fireworks'];

/** Rows of Mastra that are known to be wrong: dated models of OpenAI have batch prices. */
const wrongInMastra = (provider, model) =>
  provider === 'openai' ||
  (provider === 'azure' &&
    !/^(?:deepseek|llama|meta|mistral|phi|cohere|grok|kimi|codestral|ministral)/.test(model));

/** Prices above these limits, in US dollars per million tokens, are mistakes of unit. */
const maxInput = 200;
const maxOutput = 800;

const directory = mkdtempSync(join(tmpdir(), 'second-prices-'));
try {
  const rows = new Map();
  const later = new Map();
  const sources = packages.map(({ name, version, read }, source) => {
    const path = unpack(name, version);
    for (const { provider, model, rates, tiers } of read(path)) {
      const ours = Object.keys(providers).find((key) => providers[key].includes(provider));
      if (ours === undefined || !isPlausible(model, rates) || !isNeeded(ours, model, source)) continue;
      const key = `${ours}/${normalize(model)}`;
      const row = [source, ...rates.map(toText), ...tiers.map((tier) => tier.map(toText).join(':'))];
      const isSecondary = source === 1 && secondary.includes(provider);
      (isSecondary ? later : rows).set(key, rows.get(key) ?? row.join(' '));
    }
    const { [version]: published } = JSON.parse(npm('view', name, 'time', '--json'));
    return { source: `${name}@${version}`, checked: published.slice(0, 'yyyy-mm-dd'.length) };
  });
  for (const [key, row] of later) if (!rows.has(key)) rows.set(key, row);
  const lines = [...rows].map(([key, row]) => `${key} ${row}`).sort();
  writeFileSync(target, dataFile(sources, lines));
  process.stdout.write(`${lines.length} rows written to ${target}\n`);
} finally {
  rmSync(directory, { recursive: true });
}

function npm(...args) {
  return execFileSync('npm', args, { cwd: directory, encoding: 'utf8' });
}

function unpack(name, version) {
  const archive = npm('pack', `${name}@${version}`, '--silent').trim().split('\n').at(-1);
  const path = join(directory, archive.replace('.tgz', ''));
  execFileSync('mkdir', [path]);
  execFileSync('tar', ['xzf', join(directory, archive), '-C', path]);
  return join(path, 'package');
}

/** Reads the catalogue of pi-ai. Its prices are US dollars per million tokens, and 0 is an unknown rate. */
function* readPiAi(path) {
  const data = join(path, 'dist/providers/data');
  for (const file of readdirSync(data)) {
    const models = Object.values(JSON.parse(readFileSync(join(data, file), 'utf8'))).flatMap((group) =>
      Object.values(group),
    );
    for (const { id, provider, cost } of models) {
      if (!cost || typeof id !== 'string') continue;
      const ratesOf = ({ input, output, cacheRead, cacheWrite }) => [
        input,
        output,
        cacheRead || undefined,
        cacheWrite || undefined,
        undefined,
      ];
      yield {
        provider,
        model: id.replace(/^accounts\/fireworks\/models\//, ''),
        rates: ratesOf(cost),
        tiers: (cost.tiers ?? []).map((tier) => [tier.inputTokensAbove, ...ratesOf(tier)]),
      };
    }
  }
}

/** Reads the price table of Mastra, in US dollars per token. Its names have dashes for all other characters. */
function* readMastra(path) {
  const text = readFileSync(join(path, 'dist/metrics/pricing-data.jsonl'), 'utf8');
  for (const line of text.trim().split('\n')) {
    const { p: provider, m: model, s } = JSON.parse(line);
    if (wrongInMastra(provider, model)) continue;
    const ratesOf = ({ r }) => [r.it, r.ot, r.icrt, r.icwt, r.ort].map((rate) => rate && rate.c * 1e6);
    const [base, ...tiers] = s.d.t;
    yield {
      provider,
      model,
      rates: ratesOf(base),
      tiers: tiers.map((tier) => [tier.w[0].value, ...ratesOf(tier)]),
    };
  }
}

function isPlausible(model, [input, output]) {
  const isInputOnly = /embed|rerank|bge|e5|gte|moderation|safeguard/i.test(model);
  return input > 0 && input < maxInput && (output > 0 || (output === 0 && isInputOnly)) && output < maxOutput;
}

function toText(number) {
  return number === undefined ? '-' : String(Number(number.toFixed(6)));
}

function dataFile(sources, lines) {
  const entries = sources.map(({ source, checked }) => `  { source: '${source}', checked: '${checked}' },`);
  return `// Generated by .ci/second-prices.mjs. Change that script instead. The packages are under the MIT and the Apache 2.0 licence.

/** The packages of the second source, with the day of their publication. */
export const secondSources = [
${entries.join('\n')}
] as const;

// Fields of a line: the model, the index of its source, then US dollars per million tokens of input, output, cache
// read, cache write and reasoning. Each tier follows as its edge and the same rates.
/** The rows of the second source, one a line. */
export const secondRows =
  '${lines.join('\\n')}';
`;
}
