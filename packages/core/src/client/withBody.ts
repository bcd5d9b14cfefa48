/** Statuses whose responses can have no body (Fetch standard, "null body status"). */
const nullBodyStatuses = new Set([101, 103, 204, 205, 304])

/** The same response with another body, its URL included. */
export function withBody(response: Response, body: BodyInit | null): Response {
  const { status, statusText, headers, url, redirected } = response
  const copy = new Response(nullBodyStatuses.has(status) ? null : body, { status, statusText, headers })
  Object.defineProperties(copy, { url: { value: url }, redirected: { value: redirected } })
  return copy
}
