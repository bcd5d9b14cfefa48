import type { WireRequest } from './WireRequest.ts'

const followed = new Set([301, 302, 303, 307, 308])
/** Describe a body that a redirected GET no longer has. */
const bodyHeaders = ['content-type', 'content-length', 'content-encoding', 'content-language']
/**
 * Meant for one origin, whatever the redirect says. Ours adds `Authorization` itself, where it
 * belongs.
 */
const secretHeaders = ['authorization', 'cookie', 'proxy-authorization']

/**
 * The request that follows a redirect (Fetch standard, "HTTP-redirect fetch"); `undefined` where
 * there is none to follow. A POST becomes a GET on 301, 302 and 303; other methods on 303. To
 * another origin it goes without what was meant for this one.
 */
export function redirected(request: WireRequest, status: number, headers: Headers): WireRequest | undefined {
  const location = locationOf(status, headers)
  if (location === undefined || !URL.canParse(location, request.url.href)) return undefined
  const url = new URL(location, request.url.href)
  // `data:` and its like are no place to go (Fetch standard, "HTTP-redirect fetch", step 6).
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined
  const { method } = request
  const becomesGet =
    (status === 303 && method !== 'GET' && method !== 'HEAD') || (status <= 302 && method === 'POST')
  const kept = new Headers(request.headers)
  if (url.origin !== request.url.origin) for (const name of secretHeaders) kept.delete(name)
  if (!becomesGet) return { ...request, url, template: undefined, headers: kept }
  for (const name of bodyHeaders) kept.delete(name)
  return {
    ...request,
    url,
    template: undefined,
    method: 'GET',
    headers: kept,
    body: undefined,
    isRepeatable: true,
  }
}

/** Where a response redirects to, as it says, if it does. */
export function locationOf(status: number, headers: Headers): string | undefined {
  const location = followed.has(status) ? headers.get('location') : null
  return location === null ? undefined : fromBytes(location)
}

/**
 * A header is text of one character a byte; the bytes of a location beyond ASCII are UTF-8, as
 * browsers read them.
 */
function fromBytes(header: string): string {
  // oxlint-disable-next-line no-control-regex -- these are all of ASCII
  if (/^[\u0000-\u007F]*$/.test(header)) return header
  return new TextDecoder().decode(Uint8Array.from(header, (character) => character.codePointAt(0) ?? 0))
}
