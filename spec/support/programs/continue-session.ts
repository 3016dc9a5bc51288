// A program that continues an exported session, as a child process or a worker thread.
//
//   continue-session.ts <url of a collector> <exported place>

import { parentPort, workerData } from 'node:worker_threads';
import { configure, currentSession, flush, withSession } from '@sentrial/mastra';

const [apiUrl = '', from = ''] = workerData ?? process.argv.slice(2);
configure({ apiKey: 'sentrial_live_spec_key_0123456789', apiUrl, spoolDir: false });
const before = currentSession().id;
const id = withSession({ name: 'elsewhere', from }, () => {
  currentSession().setMetadata({ elsewhere: true });
  return currentSession().id;
});
await flush();
const seen = JSON.stringify([before, id]);
if (parentPort) parentPort.postMessage(seen);
else process.stdout.write(seen);
