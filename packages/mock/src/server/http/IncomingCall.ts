import type { IncomingMessage, ServerResponse } from 'node:http'
import { pathBelow } from '../basePath.ts'
import type { Call } from '../Call.ts'
import { readBytes } from './readBytes.ts'

/** A request of `node:http` as a call. Its parts are read only when they are needed. */
export class IncomingCall implements Call {
  readonly path: string
  readonly search: string
  /** Whether the path lies below the server's base path. If not, `path` is the whole path. */
  readonly isBelow: boolean
  readonly #incoming: IncomingMessage
  readonly #response: ServerResponse
  #address: string | undefined
  #signal: AbortSignal | undefined
  #bytes: Promise<Uint8Array<ArrayBuffer>> | undefined

  constructor(incoming: IncomingMessage, response: ServerResponse, basePath = '') {
    this.#incoming = incoming
    this.#response = response
    const target = originForm(incoming.url ?? '/')
    const query = target.indexOf('?')
    const path = query === -1 ? target : target.slice(0, query)
    const below = pathBelow(basePath, path)
    this.path = below ?? path
    this.isBelow = below !== undefined
    this.search = query === -1 ? '' : target.slice(query)
  }

  get method(): string {
    return this.#incoming.method ?? 'GET'
  }

  get address(): string {
    this.#address ??= plainAddress(this.#incoming.socket.remoteAddress ?? 'unknown')
    return this.#address
  }

  get signal(): AbortSignal {
    this.#signal ??= closedSignal(this.#response)
    return this.#signal
  }

  /** Reads the raw list, because `headers` would be built anew for each request. */
  header(name: string): string | undefined {
    const { rawHeaders } = this.#incoming
    let found: string | undefined
    for (let index = 0; index < rawHeaders.length; index += 2) {
      if (rawHeaders[index]?.length !== name.length || rawHeaders[index]?.toLowerCase() !== name) continue
      found = found === undefined ? rawHeaders[index + 1] : `${found}, ${rawHeaders[index + 1]}`
    }
    return found
  }

  headers(): Headers {
    return headersOf(this.#incoming)
  }

  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    this.#bytes ??= readBytes(this.#incoming)
    return this.#bytes
  }
}

/**
 * Returns the path of a target. A client of a proxy sends the whole URL, and `OPTIONS *` has no
 * path (RFC 9112 section 3.2).
 */
function originForm(target: string): string {
  if (target.startsWith('/')) return target
  if (!URL.canParse(target)) return '/'
  const { pathname, search } = new URL(target)
  return pathname + search
}

function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
}

/**
 * Returns a signal that aborts when the caller has disconnected. It listens to the response: the
 * connection outlives it and would collect listeners.
 */
function closedSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  if (response.destroyed) controller.abort()
  else response.once('close', () => controller.abort())
  return controller.signal
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one)
  }
  return headers
}
