/** Node's own limits, of 300 s each, that `timeoutMs` does not lengthen. */
const codes: Readonly<Record<string, string>> = {
  UND_ERR_HEADERS_TIMEOUT: 'headersTimeout',
  UND_ERR_BODY_TIMEOUT: 'bodyTimeout',
}

/** Causes may have causes; no transport nests them deeper. */
const maxDepth = 5

/** What to do about a limit of the transport that ran out, if that is what `failure` says. */
export function transportTimeout(failure: unknown, depth = 0): string | undefined {
  if (typeof failure !== 'object' || failure === null || depth === maxDepth) return undefined
  const option = 'code' in failure ? codes[String(failure.code)] : undefined
  if (option === undefined) return 'cause' in failure ? transportTimeout(failure.cause, depth + 1) : undefined
  return `The transport's own ${option} ran out, which is 300 s in Node. To wait longer, pass fetchOptions: { dispatcher } with an Agent of undici whose ${option} is longer.`
}
