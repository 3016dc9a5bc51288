/** A model as the price list may know it. */
export interface ModelName {
  readonly provider: string;
  readonly model: string;
}

/** Spellings in use that the price list does not know, and the id under which it lists the model. */
const aliases: { readonly [spelling: string]: string } = {
  'claude-haiku-3.5': 'claude-3-5-haiku',
  'claude-haiku-3-5': 'claude-3-5-haiku',
  'claude-sonnet-3.5': 'claude-3-5-sonnet',
  'claude-sonnet-3.7': 'claude-3-7-sonnet',
  'claude-sonnet-4': 'claude-sonnet-4-0',
  'claude-opus-4': 'claude-opus-4-0',
};

/**
 * The names under which to look for a model's price, best first: as given, then without what hosts add to an
 * id (`models/…`, `…:online`, `…@20250514`, `us.…`), then at the vendor named before a slash
 * (`openrouter` + `openai/gpt-4o-mini`).
 *
 * @param provider as the framework names it: `openai.responses` and `openai` are one provider
 */
export function modelNames(provider: string, model: string): readonly ModelName[] {
  const host = provider.split('.')[0] ?? provider;
  const bare = model
    .replace(/^models\//, '')
    .replace(/:[\w-]+$/, '')
    .replace(/@[\w-]+$/, '')
    .replace(/^(?:us|eu|apac|global)\./, '');
  const names: ModelName[] = [
    { provider: host, model },
    { provider: host, model: bare },
    { provider: host, model: aliases[bare] ?? bare },
  ];
  const slash = bare.indexOf('/');
  if (slash > 0) {
    const inner = bare.slice(slash + 1);
    names.push({
      provider: bare.slice(0, slash),
      model: aliases[inner] ?? inner,
    });
  }
  return names.filter(
    (name, at) =>
      names.findIndex((other) => other.provider === name.provider && other.model === name.model) === at,
  );
}
