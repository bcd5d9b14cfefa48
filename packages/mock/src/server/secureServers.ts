import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:https'
import { makeIdentity } from './makeIdentity.ts'

/** Makes HTTPS servers that share one fresh certificate. Loaded only for `tls`: it takes longer than all the rest. */
export async function secureServers(
  host: string,
): Promise<{ certificate: string; create: (answer: RequestListener) => Server }> {
  const { key, certificate } = await makeIdentity(host)
  return { certificate, create: (answer) => createServer({ key, cert: certificate }, answer) }
}
