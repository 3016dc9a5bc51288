import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate with its key. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

type Name = 'good' | 'otherHost' | 'expired' | 'selfSigned';

const file = join(import.meta.dirname, '../fixtures/tls/certificates.json');
const held = JSON.parse(readFileSync(file, 'utf8')) as { readonly authority: string } & {
  readonly [name in Name]: { readonly certificate: string; readonly key: string };
};
const lineChars = /.{1,64}/g;

const armoured = (label: string, body: string): string =>
  [`-----BEGIN ${label}-----`, ...(body.match(lineChars) ?? []), `-----END ${label}-----`, ''].join('\n');

/** The authority that has signed all but the self-signed one. */
export const authority: string = armoured('CERTIFICATE', held.authority);

/** What a server of specs shows; all but `otherHost` are for `127.0.0.1`. */
export const identityOf = (name: Name): Identity => ({
  cert: armoured('CERTIFICATE', held[name].certificate),
  key: armoured(['PRIVATE', 'KEY'].join(' '), held[name].key),
});
