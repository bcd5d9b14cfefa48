import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Call } from './Call.ts'
import type { Delivery } from './Delivery.ts'
import { deliver } from './deliver.ts'
import { IncomingCall } from './IncomingCall.ts'
import { makeIdentity, type Identity } from './makeIdentity.ts'

/** Where `mock.listen` listens. */
export interface ListenOptions {
  /** @defaultValue 0: any that is free */
  readonly port?: number | undefined
  /** @defaultValue '127.0.0.1' */
  readonly host?: string | undefined
  /** A port of its own for `/_mock`, 0 for any that is free. @defaultValue the API's own port */
  readonly adminPort?: number | undefined
  /** HTTPS, with a certificate made on the spot. @defaultValue false */
  readonly tls?: boolean | undefined
}

/** A running server. */
export interface Listening extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string
  readonly port: number
  /** Where `/_mock` lies: the same as `url`, but for an `adminPort`. */
  readonly adminUrl: string
  /** With `tls`, the certificate to trust, as PEM. */
  readonly certificate?: string
  /** Ends every connection and frees the port. */
  readonly close: () => Promise<void>
}

/** Answers a call, at once where it can. */
export type Respond = (call: Call) => Delivery | Promise<Delivery>

/** What is answered at which door. */
export interface Doors {
  /** The API and `/_mock` alike. */
  readonly all: Respond
  readonly api: Respond
  readonly admin: Respond
}

/** Puts the mock behind a real HTTP/1.1 server. @throws what `node:net` throws, such as `EADDRINUSE` */
export async function listen(doors: Doors, options: ListenOptions = {}): Promise<Listening> {
  const { port = 0, host = '127.0.0.1', adminPort, tls = false } = options
  const identity = tls ? await makeIdentity(host) : undefined
  if (adminPort === undefined) {
    const { url, server } = await open(doors.all, { port, host, identity })
    return listeningOn([server], { url, adminUrl: url, identity })
  }
  const api = await open(doors.api, { port, host, identity })
  try {
    const admin = await open(doors.admin, { port: adminPort, host, identity })
    return listeningOn([api.server, admin.server], { url: api.url, adminUrl: admin.url, identity })
  } catch (error) {
    await closed(api.server)
    throw error
  }
}

async function open(
  respond: Respond,
  { port, host, identity }: { port: number; host: string; identity: Identity | undefined },
): Promise<{ url: string; server: Server }> {
  const answer: RequestListener = (incoming, response) => {
    const delivery = respond(new IncomingCall(incoming))
    if (delivery instanceof Promise) void delivery.then((late) => deliver(late, incoming, response))
    else deliver(delivery, incoming, response)
  }
  const server = identity
    ? createSecureServer({ key: identity.key, cert: identity.certificate }, answer)
    : createServer(answer)
  // A client that says nothing for so long, or trickles its header, gives its connection back.
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  await started(server, port, host)
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return { url: `${identity ? 'https' : 'http'}://${name}:${address.port}`, server }
}

function listeningOn(
  servers: readonly Server[],
  { url, adminUrl, identity }: { url: string; adminUrl: string; identity: Identity | undefined },
): Listening {
  const close = async (): Promise<void> => void (await Promise.all(servers.map(closed)))
  return {
    url,
    adminUrl,
    port: Number(new URL(url).port),
    ...(identity && { certificate: identity.certificate }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

function started(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
