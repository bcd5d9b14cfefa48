/**
 * What a page may say to the API. Cookies, `Authorization`, `Host`, hop-by-hop fields and method
 * overrides are not among them.
 */
const requestHeaders = [
  'accept',
  'accept-language',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'prefer',
]

/**
 * What the API may say to a page. The body is decoded by then, so its encoding and length are not
 * among them.
 */
const responseHeaders = [
  'age',
  'cache-control',
  'content-disposition',
  'content-language',
  'content-type',
  'date',
  'etag',
  'expires',
  'last-modified',
  'link',
  'vary',
  'x-request-id',
]

/**
 * Returns the headers of a request that go to the API: safe ones, and those that are `allowed`
 * beside them.
 */
export function headersForApi(headers: Headers, allowed: readonly string[]): Record<string, string> {
  const connection = (headers.get('connection') ?? '').toLowerCase().split(/\s*,\s*/)
  const names = [...requestHeaders, ...allowed].filter((name) => !connection.includes(name))
  return Object.fromEntries(
    names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : [])),
  )
}

/** Returns the headers of a response that go to the page. */
export function headersForPage(headers: Headers): Headers {
  const passed = new Headers()
  for (const name of responseHeaders) {
    const value = headers.get(name)
    if (value !== null) passed.set(name, value)
  }
  return passed
}
