/** Statuses whose responses can have no body (Fetch standard, "null body status"). */
const nullBodyStatuses = new Set([101, 103, 204, 205, 304])

/** The same response with another body, its URL included; `isRedirected`: it is the last of several. */
export function withBody(
  response: Response,
  body: BodyInit | null,
  isRedirected = response.redirected,
): Response {
  const { status, statusText, headers, url } = response
  const copy = new Response(nullBodyStatuses.has(status) ? null : body, { status, statusText, headers })
  Object.defineProperties(copy, { url: { value: url }, redirected: { value: isRedirected } })
  return copy
}
