/** The registry through which implementations of `Reflect.metadata` share targets, in reflect-metadata 0.2 and later. */
interface MetadataRegistry {
  registerProvider(provider: MetadataProvider): void;
  setProvider(target: object, key: undefined, provider: MetadataProvider): boolean;
}

interface MetadataProvider {
  isProviderFor(target: object, key: unknown): boolean;
  OrdinaryDefineOwnMetadata(name: unknown, value: unknown, target: object, key: unknown): void;
  OrdinaryDeleteMetadata(name: unknown, target: object, key: unknown): boolean;
  OrdinaryGetOwnMetadata(name: unknown, target: object, key: unknown): unknown;
  OrdinaryHasOwnMetadata(name: unknown, target: object, key: unknown): boolean;
  OrdinaryOwnMetadataKeys(target: object, key: unknown): unknown[];
}

interface MetadataApi {
  defineMetadata(name: unknown, value: unknown, target: object): void;
  deleteMetadata(name: unknown, target: object): boolean;
  getOwnMetadata(name: unknown, target: object): unknown;
  hasOwnMetadata(name: unknown, target: object): boolean;
  getOwnMetadataKeys(target: object): unknown[];
}

const registryKey = Symbol.for('@reflect-metadata:registry');
const originals = new WeakMap<object, object>();
const registered = new WeakSet<MetadataRegistry>();

/**
 * Makes `Reflect.getMetadata()` and its relatives treat a wrapper as the object it wraps. Without a shared
 * registry, metadata that exists now is copied.
 *
 * @param wrapper a new object without metadata
 */
export function shareMetadata(original: object, wrapper: object): void {
  const api = Reflect as Partial<MetadataApi>;
  if (typeof api.getOwnMetadataKeys !== 'function' || typeof api.defineMetadata !== 'function') return;
  try {
    originals.set(wrapper, original);
    if (!setProvider(wrapper)) copyMetadata(api as MetadataApi, original, wrapper);
  } catch {
    // A metadata library with another interface keeps its own view of the wrapper.
  }
}

function setProvider(wrapper: object): boolean {
  const registry = (Reflect as { readonly [registryKey]?: MetadataRegistry })[registryKey];
  if (typeof registry?.setProvider !== 'function') return false;
  if (!registered.has(registry)) {
    registry.registerProvider(provider);
    registered.add(registry);
  }
  return registry.setProvider(wrapper, undefined, provider);
}

function copyMetadata(api: MetadataApi, from: object, to: object): void {
  for (const name of api.getOwnMetadataKeys(from)) {
    api.defineMetadata(name, api.getOwnMetadata(name, from), to);
  }
}

const api = (): MetadataApi => Reflect as unknown as MetadataApi;
const originalOf = (wrapper: object): object => originals.get(wrapper) ?? wrapper;

/** Answers for wrappers with the metadata of their originals. */
const provider: MetadataProvider = {
  // Each wrapper is assigned to this provider by name, so other targets need not be searched.
  isProviderFor: () => false,
  OrdinaryDefineOwnMetadata: (name, value, target) => api().defineMetadata(name, value, originalOf(target)),
  OrdinaryDeleteMetadata: (name, target) => api().deleteMetadata(name, originalOf(target)),
  OrdinaryGetOwnMetadata: (name, target) => api().getOwnMetadata(name, originalOf(target)),
  OrdinaryHasOwnMetadata: (name, target) => api().hasOwnMetadata(name, originalOf(target)),
  OrdinaryOwnMetadataKeys: (target) => api().getOwnMetadataKeys(originalOf(target)),
};
