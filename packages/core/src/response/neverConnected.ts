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

/** Causes may have causes; nobody nests them deeper. */
const maxDepth = 5

/** Whether a transport's failure proves that nothing was sent. In doubt, no. */
export function neverConnected(failure: unknown, depth = 0): boolean {
  if (!(failure instanceof Error) || depth === maxDepth) return false
  if ('code' in failure && codes.has(String(failure.code))) return isOfConnecting(failure)
  // Several addresses were tried: all must have failed so.
  if (failure instanceof AggregateError && failure.errors.length > 0) {
    return failure.errors.every((each) => neverConnected(each, depth + 1))
  }
  return neverConnected(failure.cause, depth + 1)
}

/** A connection that was made can end with some of these codes, too: then the error names the call that found out. */
function isOfConnecting(failure: Error): boolean {
  return !('syscall' in failure) || ['connect', 'getaddrinfo'].includes(String(failure.syscall))
}
