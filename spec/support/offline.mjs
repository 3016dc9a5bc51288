// Loaded into a program by `--import`: no name but this machine's own can be looked up.
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';

const { lookup } = dns;

dns.lookup = (hostname, options, callback = options) => {
  if (hostname === 'localhost' || /^127\./.test(hostname)) return lookup(hostname, options, callback);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' });
  process.nextTick(callback, error);
};
syncBuiltinESMExports();
