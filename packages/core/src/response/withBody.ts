/** Statuses whose responses can have no body (Fetch standard, "null body status"). */
export const nullBodyStatuses: ReadonlySet<number> = new Set([101, 103, 204, 205, 304])

/** What a response says of itself that no constructor takes. */
interface Origin {
  readonly url: string
  readonly type: ResponseType
  readonly redirected: boolean
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
}

interface WithBodyTerms {
  /** Whether it is the last of several. */
  readonly isRedirected?: boolean
  readonly type?: ResponseType
}

/** The same response with another body, its URL and its type included. */
export function withBody(
  response: Response,
  body: BodyInit | null,
  { isRedirected = response.redirected, type = response.type }: WithBodyTerms = {},
): Response {
  const { url, status, statusText, headers } = response
  return describedAs(construct(response, nullBodyStatuses.has(status) ? null : body), {
    url,
    type,
    redirected: isRedirected,
    status,
    statusText,
    headers,
  })
}

/**
 * `Response` takes fewer statuses and reason phrases than a server may send, and than `fetch`
 * delivers.
 */
function construct({ status, statusText, headers }: Response, body: BodyInit | null): Response {
  const isTaken = status >= 200 && status <= 599 && /^[\t\u0020-\u007E\u0080-\u00FF]*$/.test(statusText)
  return new Response(body, isTaken ? { status, statusText, headers } : { headers })
}

function describedAs(copy: Response, origin: Origin): Response {
  const { url, type, redirected, status, statusText, headers } = origin
  const isOk = status >= 200 && status <= 299
  return Object.defineProperties(copy, {
    url: { value: url },
    type: { value: type },
    redirected: { value: redirected },
    status: { value: status },
    statusText: { value: statusText },
    ok: { value: isOk },
    // Those of a response from the network cannot be changed; those of a constructed one could.
    headers: { value: headers },
    clone: {
      value: () =>
        describedAs(Response.prototype.clone.call(copy), { ...origin, headers: new Headers(headers) }),
    },
  })
}
