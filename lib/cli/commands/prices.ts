import { checkCurrentPrices } from '../../collector/index.ts';
import { parseArguments, UsageError } from '../arguments.ts';
import { table } from '../table.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const percent = 100;

/** `sentrial prices check`: lists the age of each source of prices, and prices that differ between sources. */
export async function prices(args: readonly string[]): Promise<number> {
  const { positionals } = parseArguments('prices', args, { options: {}, positionals: ['check'] });
  if (positionals[0] !== 'check') throw new UsageError('sentrial prices needs: check.');
  const { sources, differences, compared, staleDays } = await checkCurrentPrices();
  say(
    table([
      ['source', 'models', 'checked'],
      ...sources.map(({ source, models, checked, isStale }) => [
        source,
        String(models),
        `${checked ?? 'unknown'}${isStale ? ` (stale: more than ${staleDays} days ago)` : ''}`,
      ]),
    ]),
  );
  say('');
  if (differences.length > 0)
    say(
      table([
        ['model', 'part', 'price', 'second source', 'difference', 'source', 'second'],
        ...differences.map(({ modelId, part, usd, secondUsd, source, secondSource }) => [
          modelId,
          part,
          `$${usd}`,
          `$${secondUsd}`,
          usd === 0 ? '' : `${Math.round((secondUsd / usd - 1) * percent)} %`,
          source,
          secondSource,
        ]),
      ]),
    );
  const models = new Set(differences.map(({ modelId }) => modelId)).size;
  say(
    `${models} of ${compared} models have a price that differs by more than 5 % from the second source. Prices are US dollars per million tokens.`,
  );
  return 0;
}
