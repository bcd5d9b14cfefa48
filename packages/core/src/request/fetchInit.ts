import { brandOf } from '../contract/brand.ts'
import type { FetchOptions } from '../options/FetchOptions.ts'

/**
 * The members of a request that reach the transport as they are (Fetch standard, "Request class").
 */
const passedOn = [
  'cache',
  'credentials',
  'integrity',
  'keepalive',
  'mode',
  'referrer',
  'referrerPolicy',
] as const
/** Those that the client sets itself, or that mean something to it. */
const own = new Set(['method', 'headers', 'body', 'signal', 'redirect', 'duplex', 'priority', 'maxWaitMs'])

/**
 * What a caller of `fetch` gave, as one object. A `Request` may stand for it: its members are
 * getters, which a spread loses.
 */
export function readInit(init: RequestInit | undefined): RequestInit {
  if (!isRequest(init)) return { ...init }
  const { method, headers, signal, redirect, body } = init
  return { method, headers, signal, redirect, ...membersOf(init), ...(body && { body, duplex: 'half' }) }
}

/**
 * What of `input` and `init` the transport is given, with what it alone knows, such as `next` or
 * `dispatcher`.
 */
export function passOn(input: unknown, init: RequestInit): FetchOptions {
  const passed: Record<string, unknown> = isRequest(input) ? { ...membersOf(input) } : {}
  for (const [name, value] of Object.entries(init))
    // The platform knows the priority as well, beside the queue.
    if (value !== undefined && (name === 'priority' || !own.has(name))) passed[name] = value
  return passed
}

/** A request without a body. */
interface PlainRequest extends Pick<Request, 'headers' | 'method' | 'redirect' | 'url'> {
  readonly body: null
}

const plainMethods = new Set([undefined, 'GET', 'HEAD', 'DELETE', 'OPTIONS'])
const redirectModes = new Set([undefined, 'follow', 'manual', 'error'])
/** Further members whose values a `Request` checks. */
const alsoChecked = ['body', 'priority', 'window'] as const

/**
 * Returns what `fetch` is asked for. A `Request` costs as much as the rest of the client's work, so
 * one is made only if there is something to check.
 */
export function toRequest(url: URL, init: RequestInit): PlainRequest | Request {
  const { method, headers, redirect } = init
  const isPlain = plainMethods.has(method) && redirectModes.has(redirect)
  const isGiven = (name: keyof RequestInit): boolean => (init[name] ?? undefined) !== undefined
  if (!isPlain || passedOn.some(isGiven) || alsoChecked.some(isGiven)) return new Request(url, init)
  return {
    url: url.href,
    method: method ?? 'GET',
    headers: new Headers(headers),
    redirect: redirect ?? 'follow',
    body: null,
  }
}

/** Whether something is a `Request`, of whichever realm. */
export function isRequest(value: unknown): value is Request {
  return brandOf(value) === 'Request'
}

function membersOf(request: Request): RequestInit {
  // A page's own navigation cannot be repeated by `fetch`.
  const found = passedOn.map((name) => [name, request[name]] as const)
  return Object.fromEntries(
    found.filter(([name, value]) => value !== undefined && !(name === 'mode' && value === 'navigate')),
  )
}
