import type { FetchOptions } from '../options/FetchOptions.ts'
import { isReadableStream } from '../contract/brand.ts'
import type { WireUrl } from './WireUrl.ts'

/** A request as it will be sent, each time anew. */
export interface WireRequest {
  readonly method: string
  readonly url: WireUrl
  /** The path as the caller wrote it, if it has parameters. */
  readonly template?: string | undefined
  readonly headers: Headers
  readonly body: BodyInit | undefined
  /**
   * Whether sending it twice does no more than sending it once: by its method (RFC 9110, section
   * 9.2.2), or its idempotency key.
   */
  readonly isRepeatable: boolean
  /** What else the transport is given, such as `cache` or `dispatcher`. */
  readonly fetchOptions?: FetchOptions | undefined
  /** What to do with a redirect, as in `fetch`. */
  readonly redirect: RequestRedirect
}

/** Whether the body can be sent again: a stream is gone after the first time. */
export function isReplayable({ body }: WireRequest): boolean {
  return !isReadableStream(body)
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** Whether a method changes nothing (RFC 9110, section 9.2.1). */
export function isSafe(method: string): boolean {
  return safeMethods.has(method)
}

/** Whether a method twice does no more than once (RFC 9110, section 9.2.2). */
export function isIdempotent(method: string): boolean {
  return isSafe(method) || method === 'PUT' || method === 'DELETE'
}

/**
 * Whether sending it twice does no more than sending it once, as its method or its idempotency key
 * promises. An empty key is none.
 */
export function isRepeatable(method: string, headers: Headers): boolean {
  return isIdempotent(method) || (headers.get('idempotency-key') ?? '') !== ''
}
