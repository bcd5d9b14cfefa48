import type { RequestListener, Server, ServerOptions } from 'node:http'
import { createServer } from 'node:https'
import { makeIdentity } from './makeIdentity.ts'

/**
 * Makes HTTPS servers that share one new certificate. Loaded only for `tls`, as it loads slowly.
 */
export async function secureServers(
  host: string,
  handshakeTimeout: number,
): Promise<{ certificate: string; create: (options: ServerOptions, answer: RequestListener) => Server }> {
  const { key, certificate } = await makeIdentity(host)
  return {
    certificate,
    create: (options, answer) =>
      createServer({ ...options, handshakeTimeout, key, cert: certificate }, answer),
  }
}
