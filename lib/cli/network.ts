import { networkInterfaces } from 'node:os';

const allInterfaces: readonly string[] = ['0.0.0.0', '::', '[::]'];

/** Returns the IPv4 addresses under which other machines reach a program that listens on `host`. */
export function networkAddresses(host: string | undefined): readonly string[] {
  if (host === undefined || !allInterfaces.includes(host)) return [];
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}
