import type { WhatIfComparison, WhatIfView } from '../query/index.ts';
import { table } from './table.ts';
import { toUsd } from './usd.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const percent = 100;

/** Prints what the same calls would have cost on another model. */
export function printWhatIf(view: WhatIfView): void {
  const { modelId, agents, total, otherTokenizer, unpricedNow, unpricedThere, unpricedBoth } = view;
  const rows = agents.map((agent) => rowOf(agent.agentName || '(no agent)', agent));
  say(
    table([
      ['agent', 'calls', 'cost', `cost on ${modelId}`, 'difference'],
      ...rows,
      ...(agents.length > 1 ? [rowOf('all agents', view)] : []),
    ]),
  );
  if (agents.length === 0) say('No model call is stored for this time.');
  if (otherTokenizer.calls > 0)
    say(
      `${counted(otherTokenizer.calls)} of ${total.calls} come from a model with another tokenizer: ${usd(otherTokenizer.costPico)} would be about ${usd(otherTokenizer.whatIfPico)}. The other model counts the same text as another number of tokens.`,
    );
  if (unpricedNow.calls > 0)
    say(
      `Apart from that, ${counted(unpricedNow.calls)} without a known cost would cost ${usd(unpricedNow.whatIfPico)}.`,
    );
  if (unpricedThere.calls > 0)
    say(
      `Apart from that, ${counted(unpricedThere.calls)} for ${usd(unpricedThere.costPico)} have no known price on ${modelId}.`,
    );
  if (unpricedBoth > 0) say(`${counted(unpricedBoth)} have no known cost on either model.`);
  if (view.incompleteCalls > 0) say(`${counted(view.incompleteCalls)} have an unknown fee.`);
  say('Nothing was changed.');
}

const rowOf = (name: string, { total }: WhatIfComparison): readonly string[] => [
  name,
  String(total.calls),
  usd(total.costPico),
  usd(total.whatIfPico),
  differenceOf(BigInt(total.costPico), BigInt(total.whatIfPico)),
];

const usd = (pico: string): string => toUsd(BigInt(pico));
const counted = (calls: number): string => `${calls} model call${calls === 1 ? '' : 's'}`;

function differenceOf(before: bigint, after: bigint): string {
  if (before === 0n) return '';
  const change = Math.round((Number(after - before) / Number(before)) * percent);
  return `${change > 0 ? '+' : ''}${change} %`;
}
