const advice: readonly (readonly [what: RegExp, text: string])[] = [
  [
    /cert_has_expired|cert_not_yet_valid/,
    'Its certificate is not valid at this time: renew it there, or set the clock here.',
  ],
  [/altname_invalid/, 'Its certificate is for another name: use the name that is in it.'],
  [
    /self_signed|unable_to_(verify|get)|cert_untrusted/,
    'Its certificate is not trusted: name its authority in NODE_EXTRA_CA_CERTS.',
  ],
  [
    /unsupported_protocol|alert_protocol_version/,
    'It speaks no version of TLS that is safe: let it speak 1.2 or newer.',
  ],
  [/wrong_version_number|packet_length_too_long/, 'It does not speak TLS at this port: check the address.'],
  [/cert|tls|ssl|eproto/, 'No secure connection can be made to it: check its certificate.'],
];

/** Returns advice for a failed TLS connection, or `undefined` for another error. */
export function tlsAdvice({ code, message }: { readonly code?: string; readonly message?: string }) {
  // For this code, only the message contains the reason.
  const what = `${code} ${code === 'EPROTO' ? message : ''}`.toLowerCase().replaceAll(' ', '_');
  return advice.find(([pattern]) => pattern.test(what))?.[1];
}
