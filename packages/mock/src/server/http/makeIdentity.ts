import { isIP } from 'node:net'
import { generate } from 'selfsigned'

/** A key and its certificate, both as PEM. */
export interface Identity {
  readonly key: string
  readonly certificate: string
}

/**
 * Makes a key and a certificate for this machine's own names, and the address that is listened on.
 */
export async function makeIdentity(host: string): Promise<Identity> {
  const addresses = new Set(['127.0.0.1', '::1', ...(isIP(host) ? [host] : [])])
  const made = await generate([{ name: 'commonName', value: 'Bando mock' }], {
    keyType: 'ec',
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          ...[...addresses].map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  })
  return { key: made.private, certificate: made.cert }
}
