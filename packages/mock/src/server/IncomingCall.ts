import type { IncomingMessage } from 'node:http'
import { BodyTooLargeError, maxBodyBytes, type Call } from './Call.ts'

/** A request of `node:http` as a call; whatever may not be needed is read only when asked for. */
export class IncomingCall implements Call {
  readonly path: string
  readonly search: string
  readonly #incoming: IncomingMessage
  #signal: AbortSignal | undefined

  constructor(incoming: IncomingMessage) {
    this.#incoming = incoming
    const target = originForm(incoming.url ?? '/')
    const query = target.indexOf('?')
    this.path = query === -1 ? target : target.slice(0, query)
    this.search = query === -1 ? '' : target.slice(query)
  }

  get method(): string {
    return this.#incoming.method ?? 'GET'
  }

  get address(): string {
    return plainAddress(this.#incoming.socket.remoteAddress ?? 'unknown')
  }

  get signal(): AbortSignal {
    this.#signal ??= closedSignal(this.#incoming)
    return this.#signal
  }

  header(name: string): string | undefined {
    const value = this.#incoming.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }

  headers(): Headers {
    return headersOf(this.#incoming)
  }

  bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return read(this.#incoming)
  }
}

/** RFC 9112 section 3.2: a proxy's client sends the whole URL, and `OPTIONS *` no path at all. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target
  if (!URL.canParse(target)) return '/'
  const { pathname, search } = new URL(target)
  return pathname + search
}

function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
}

function closedSignal(incoming: IncomingMessage): AbortSignal {
  const controller = new AbortController()
  incoming.socket.once('close', () => controller.abort())
  return controller.signal
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one)
  }
  return headers
}

async function read(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > maxBodyBytes) throw new BodyTooLargeError()
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}
