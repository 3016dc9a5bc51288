import type { SessionPlace } from '../../../context/index.ts';
import type { Usage } from '../../../model/index.ts';

/** What the recorded sub-agents of one network have used. */
interface NetworkUsage {
  readonly parentEventId: string | undefined;
  used: Usage;
}

const nothing: Usage = { inputTokens: 0, outputTokens: 0 };
const networks = new WeakMap<object, NetworkUsage[]>();

/**
 * Begins to sum up what recorded agents use that a network calls. The totals that it tells count their calls too,
 * which have events of their own.
 *
 * @param place the network's own
 * @returns what is left of the totals for models that nothing else tells of
 */
export function watchNetwork({ session, parentEventId }: SessionPlace): (totals: Usage) => Usage {
  const network: NetworkUsage = { parentEventId, used: nothing };
  networks.set(session, [...(networks.get(session) ?? []), network]);
  return (totals) => combine(totals, network.used, (total, used) => Math.max(0, total - used));
}

/** Notes what a model call of an agent used that was called at `place`. */
export function noteUsage({ session, parentEventId }: SessionPlace, usage: Usage | undefined): void {
  if (!usage) return;
  for (const network of networks.get(session) ?? []) {
    if (network.parentEventId === parentEventId)
      network.used = combine(network.used, usage, (sum, more) => sum + more);
  }
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
  const told = parts.filter((part) => a[part] !== undefined || b[part] !== undefined);
  return {
    ...nothing,
    ...Object.fromEntries(told.map((part) => [part, by(a[part] ?? 0, b[part] ?? 0)])),
  };
}
