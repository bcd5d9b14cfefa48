import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MockOptionError } from '../../options/MockOptionError.ts'
import { checkedBasePath } from '../basePath.ts'
import { boundConnections } from './boundConnections.ts'
import { requestListener, type Answering, type Respond } from './requestListener.ts'

/** The options of `mock.listen`. */
export interface ListenOptions {
  /** The port; 0 takes any free one. @defaultValue 0 */
  readonly port?: number | undefined
  /** The address to listen on. @defaultValue '127.0.0.1' */
  readonly host?: string | undefined
  /** A separate port for `/_mock`; 0 takes any free one. @defaultValue the API's own port */
  readonly adminPort?: number | undefined
  /**
   * The path prefix of the API, such as `/bando`. `/_mock` stays at the server's root, too.
   * @defaultValue none
   */
  readonly basePath?: string | undefined
  /** Whether to serve HTTPS, with a certificate generated at the start. @defaultValue false */
  readonly tls?: boolean | undefined
  /**
   * Milliseconds in which a client must finish a handshake, and send its header fields. A whole
   * request may take three times as long. @defaultValue 10 000
   */
  readonly patienceMs?: number | undefined
  /** The most open connections. Past it the oldest is closed. @defaultValue 4000 */
  readonly maxConnections?: number | undefined
}

/** A running server. */
export interface Listening extends AsyncDisposable {
  /** The URL of the API on this machine, with its base path, without a final slash. */
  readonly url: string
  readonly port: number
  /**
   * The URL below which `/_mock` lies. It differs from `url` if there is a base path or an
   * `adminPort`.
   */
  readonly adminUrl: string
  /** The certificate to trust, as PEM, if `tls` is set. */
  readonly certificate?: string
  /** Closes every connection and frees the port. */
  readonly close: () => Promise<void>
}

/** What each port serves. */
export interface Doors {
  /** Serves the API and `/_mock`. */
  readonly all: Respond
  readonly api: Respond
  readonly admin: Respond
  /** Serves paths outside of the base path. */
  readonly outside: Respond
}

/**
 * Starts a real HTTP/1.1 server for the mock.
 * @throws {MockOptionError} if the API and `/_mock` would share a port, or the base path is not a
 * path
 * @throws what `node:net` throws, such as `EADDRINUSE`
 */
export async function listen(doors: Doors, options: ListenOptions = {}): Promise<Listening> {
  const { port = 0, host = '127.0.0.1', adminPort, tls = false } = options
  const basePath = checkedBasePath(options.basePath ?? '')
  const { patienceMs = 10_000, maxConnections = 4000 } = options
  if (adminPort === port && port !== 0) {
    throw new MockOptionError(
      `Option "adminPort" must be another port than "port", but both are ${port}. Leave it out, and /_mock is on the API's own port.`,
    )
  }
  const servers: ServerMaker = tls
    ? await (await import('./secureServers.ts')).secureServers(host, patienceMs)
    : { create: createServer }
  const { certificate } = servers
  const how = { host, patienceMs, maxConnections }
  if (adminPort === undefined) {
    const { url, close } = await open(
      servers,
      { respond: doors.all, outside: doors.outside, basePath },
      { port, ...how },
    )
    return listeningOn([close], { url: url + basePath, adminUrl: url, certificate })
  }
  const api = await open(servers, { respond: doors.api, outside: doors.outside, basePath }, { port, ...how })
  try {
    const answering = { respond: doors.admin, outside: doors.admin, basePath: '' }
    const admin = await open(servers, answering, { port: adminPort, ...how })
    return listeningOn([api.close, admin.close], {
      url: api.url + basePath,
      adminUrl: admin.url,
      certificate,
    })
  } catch (error) {
    await api.close()
    throw error
  }
}

interface ServerMaker {
  /** Set for HTTPS servers. */
  readonly certificate?: string
  readonly create: (options: ServerOptions, answer: RequestListener) => Server
}

interface Door {
  readonly port: number
  readonly host: string
  readonly patienceMs: number
  readonly maxConnections: number
}

async function open(
  { certificate, create }: ServerMaker,
  answering: Answering,
  { port, host, patienceMs, maxConnections }: Door,
): Promise<{ url: string; close: () => Promise<void> }> {
  const patience = {
    headersTimeout: patienceMs,
    requestTimeout: 3 * patienceMs,
    connectionsCheckingInterval: patienceMs / 5,
    // Most requests have no body, so they get a stream that has already ended.
    optimizeEmptyRequests: true,
  }
  const server = create(patience, requestListener(answering))
  const endConnections = boundConnections(server, maxConnections)
  await started(server, port, host)
  const address = server.address() as AddressInfo
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://${nameOf(address)}:${address.port}`,
    close: () => closed(server, endConnections),
  }
}

/**
 * Returns a host to connect to. `0.0.0.0` and `::` mean every address; not every system connects to
 * them, and the admin API refuses them.
 */
function nameOf({ address, family }: AddressInfo): string {
  if (family === 'IPv6') return address === '::' ? '[::1]' : `[${address}]`
  return address === '0.0.0.0' ? '127.0.0.1' : address
}

function listeningOn(
  closers: readonly (() => Promise<void>)[],
  { url, adminUrl, certificate }: { url: string; adminUrl: string; certificate: string | undefined },
): Listening {
  const close = async (): Promise<void> => void (await Promise.all(closers.map((one) => one())))
  return {
    url,
    adminUrl,
    port: Number(new URL(url).port),
    ...(certificate !== undefined && { certificate }),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function closed(server: Server, endConnections: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    endConnections()
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
