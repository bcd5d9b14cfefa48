/** What runtimes call a connection that was never made, so that no request can have been seen by anybody. */
const codes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** Whether a transport's failure proves that nothing was sent. In doubt, no. */
export function neverConnected(failure: unknown): boolean {
  for (let error = failure, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth += 1) {
    if ('code' in error && codes.has(String(error.code))) return true
    // Several addresses were tried: all must have failed so.
    if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(neverConnected)
  }
  return false
}
