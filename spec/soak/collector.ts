// A collector in a process of its own: collector.ts <data directory> <port>. It sends `ready` once it listens.

import { startCollector } from '../../lib/collector/index.ts';
import { specKey } from '../support/collector.ts';

const [dataDir = '', port = '0'] = process.argv.slice(2);
const collector = await startCollector({ dataDir, port: Number(port), apiKeys: [specKey] });
if (Number(port) !== 0 && collector.port !== Number(port)) process.exit(3);
process.send?.({ port: collector.port });
process.once('SIGTERM', () => {
  void collector.close().then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(0));
