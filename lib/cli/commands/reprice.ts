import {
  compareModel,
  type RepricedModel,
  type RepriceReport,
  repriceHistory,
} from '../../collector/index.ts';
import { TracerError } from '../../model/index.ts';
import { parseArguments } from '../arguments.ts';
import { openExistingStore } from '../existing-store.ts';
import { table } from '../table.ts';
import { toUsd } from '../usd.ts';
import { printWhatIf } from '../what-if.ts';

const project = 'default';
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/**
 * `sentrial reprice [--since <day>] [--dry-run]`: prices stored calls again and reports the changes. With
 * `--what-if <model>` it compares them with another model and changes nothing.
 */
export async function reprice(args: readonly string[]): Promise<number> {
  const { values } = parseArguments('reprice', args, {
    options: {
      data: { type: 'string' },
      since: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'what-if': { type: 'string' },
    },
  });
  const sinceMs = values.since === undefined ? undefined : parseDay(values.since);
  const store = openExistingStore(values.data);
  const model = values['what-if'];
  try {
    if (model !== undefined) {
      const since = sinceMs === undefined ? {} : { since: new Date(sinceMs).toISOString() };
      printWhatIf(await compareModel(store, project, { model, ...since }));
      return 0;
    }
    const isDryRun = values['dry-run'];
    printReport(
      await repriceHistory(store, project, { isDryRun, ...(sinceMs === undefined ? {} : { sinceMs }) }),
      isDryRun,
    );
    return 0;
  } finally {
    await store.close();
  }
}

function parseDay(text: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  throw new TracerError('invalid-option', `--since is ${text}. Use a day in UTC, such as 2026-10-07.`);
}

function printReport(report: RepriceReport, isDryRun: boolean): void {
  const { seen, changed, restated, models, unpriced } = report;
  if (models.length > 0) say(modelTable(models));
  const verb = isDryRun ? 'would change from' : 'changed from';
  say(
    changed.events === 0
      ? `${counted(seen, 'model call')} priced again: no cost changed.`
      : `${changed.events} of ${counted(seen, 'model call')}, in ${counted(changed.sessions, 'session')}, ${verb} ${toUsd(sumOf(models, 'before'))} to ${toUsd(sumOf(models, 'after'))}.`,
  );
  if (restated > 0) say(`${counted(restated, 'model call')} have the same cost from other prices.`);
  if (unpriced.size > 0)
    say(`Unpriced: ${[...unpriced].map(([modelId, count]) => `${modelId} (${count})`).join(', ')}.`);
  if (isDryRun) say('This was a dry run. Nothing was changed.');
}

const sumOf = (models: readonly RepricedModel[], when: 'before' | 'after'): bigint =>
  models.reduce((sum, { pico }) => sum + pico[when], 0n);

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function modelTable(models: readonly RepricedModel[]): string {
  const rows = models.map(({ modelId, events, unpriced, pico }) => [
    modelId,
    String(events),
    amount(pico.before, unpriced.before, events),
    amount(pico.after, unpriced.after, events),
  ]);
  return table([['model', 'calls', 'before', 'after'], ...rows]);
}

function amount(pico: bigint, unpriced: number, events: number): string {
  if (unpriced === events) return 'unpriced';
  return unpriced === 0 ? toUsd(pico) : `${toUsd(pico)} + ${unpriced} unpriced`;
}
