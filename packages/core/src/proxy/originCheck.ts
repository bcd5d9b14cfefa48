/** Where a request comes from: this site, a listed origin, or elsewhere. */
export type Source =
  | { readonly kind: 'same' }
  | { readonly kind: 'listed'; readonly origin: string }
  | { readonly kind: 'foreign' }

/**
 * What a page of another origin may read beside the safe fields (Fetch standard, "CORS-exposed
 * header-name list").
 */
const exposed = 'ratelimit, ratelimit-policy, retry-after'

/**
 * Tells where a browser says that a request comes from. A request that says nothing does not come
 * from a page of another origin (Fetch standard, "Origin header"; Fetch Metadata,
 * "Sec-Fetch-Site").
 */
export function sourceOf({ headers, url }: Request, origins: ReadonlySet<string>): Source {
  const origin = headers.get('origin')
  if (origin !== null && origins.has(origin)) return { kind: 'listed', origin }
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none' ? { kind: 'same' } : { kind: 'foreign' }
  if (origin === null) return { kind: 'same' }
  // A reverse proxy may have changed the scheme, and is told the host by its own header.
  const host = headers.get('host') ?? new URL(url).host
  return URL.canParse(origin) && new URL(origin).host === host ? { kind: 'same' } : { kind: 'foreign' }
}

export function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')
}

/**
 * The answer to a preflight of a listed origin. What it asks for is checked again when it comes.
 */
export function preflightResponse({ headers }: Request): Response {
  const asked = headers.get('access-control-request-headers')
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': headers.get('access-control-request-method') ?? '',
      ...(asked === null ? {} : { 'access-control-allow-headers': asked }),
      'access-control-max-age': '600',
    },
  })
}

/**
 * Lets a page of a listed origin read `response`. Whatever the origin, caches are told that it
 * matters.
 */
export function withCors(response: Response, source: Source, origins: ReadonlySet<string>): Response {
  if (origins.size > 0) response.headers.append('vary', 'origin')
  if (source.kind !== 'listed') return response
  response.headers.set('access-control-allow-origin', source.origin)
  response.headers.set('access-control-allow-credentials', 'true')
  response.headers.set('access-control-expose-headers', exposed)
  return response
}
