import type { SessionPlace } from '../../../context/index.ts';
import type { Usage } from '../../../model/index.ts';

const noUsage: Usage = { inputTokens: 0, outputTokens: 0 };
const networks = new WeakMap<object, NetworkUsage[]>();

/**
 * The usage of the instrumented agents that one network calls. The network's totals include their calls, which have
 * events of their own.
 */
export class NetworkUsage {
  readonly #parentEventId: string | undefined;
  #used: Usage = noUsage;

  /** @param place the place of the network, which is also the place around the agents that it calls */
  constructor({ session, parentEventId }: SessionPlace) {
    this.#parentEventId = parentEventId;
    networks.set(session, [...(networks.get(session) ?? []), this]);
  }

  /** Adds the usage of a model call of an agent that was called at `place`. */
  add({ parentEventId }: SessionPlace, usage: Usage): void {
    if (this.#parentEventId === parentEventId)
      this.#used = combine(this.#used, usage, (sum, more) => sum + more);
  }

  /** Returns the part of a network's totals for which there are no events. */
  remaining(totals: Usage): Usage {
    return combine(totals, this.#used, (total, used) => Math.max(0, total - used));
  }
}

/** Adds the usage of a model call to the networks around it. */
export function addNetworkUsage(place: SessionPlace, usage: Usage | undefined): void {
  if (!usage) return;
  for (const network of networks.get(place.session) ?? []) network.add(place, usage);
}

const parts = [
  'inputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'audioInputTokens',
  'outputTokens',
  'audioOutputTokens',
  'reasoningTokens',
] as const satisfies readonly (keyof Usage)[];

function combine(a: Usage, b: Usage, by: (a: number, b: number) => number): Usage {
  const known = parts.filter((part) => a[part] !== undefined || b[part] !== undefined);
  return {
    ...noUsage,
    ...Object.fromEntries(known.map((part) => [part, by(a[part] ?? 0, b[part] ?? 0)])),
  };
}
