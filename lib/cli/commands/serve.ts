import { startCollector } from '../../collector/index.ts';
import { TracerError } from '../../model/index.ts';
import { parseArguments } from '../arguments.ts';
import { networkAddresses } from '../network.ts';

/** `sentrial serve`: runs a collector until Ctrl-C or SIGTERM. */
export async function serve(args: readonly string[]): Promise<number> {
  const { values } = parseArguments('serve', args, {
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'host-name': { type: 'string', multiple: true },
      data: { type: 'string' },
    },
  });
  const port = values.port === undefined ? undefined : parsePort(values.port);
  const key = process.env.SENTRIAL_API_KEY;
  const addresses = networkAddresses(values.host);
  const collector = await startCollector({
    ...(port === undefined ? {} : { port }),
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values.data === undefined ? {} : { dataDir: values.data }),
    apiKeys: key ? [key] : [],
    hostNames: [...addresses, ...(values['host-name'] ?? [])],
  });
  // Installed before anything is printed, because a reader of the output can stop the collector at once.
  const stopped = untilStopped();
  const wanted = port ?? 3001;
  if (wanted !== 0 && collector.port !== wanted) {
    process.stdout.write(
      `Port ${wanted} is taken. The collector uses ${collector.port}: set SENTRIAL_API_URL=${collector.url}\n`,
    );
  }
  const network = addresses
    .map((address) => `Network    http://${address}:${collector.port} (browsers only; programs need https)\n`)
    .join('');
  process.stdout.write(
    `Collector  ${collector.url}\n${network}Dashboard  ${collector.link()}\nStop with Ctrl-C.\n`,
  );
  await stopped;
  await collector.close();
  return 0;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new TracerError('invalid-option', `--port is ${text}. Use a number from 0 to 65535.`);
}

const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
