import { isError } from '../contract/brand.ts'

/** What runtimes call a connection that was never made, so that the request was never sent. */
const codes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
  'FailedToOpenSocket',
  // What Node says of a certificate that it does not accept
  // (https://nodejs.org/api/tls.html#x509-certificate-error-codes).
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_HANDSHAKE_TIMEOUT',
])
/** A TLS handshake that failed. Other alerts may come after the request was sent. */
const handshakeCodes =
  /^ERR_SSL_.*(?:WRONG_VERSION_NUMBER|HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|UNRECOGNIZED_NAME|NO_APPLICATION_PROTOCOL|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG)$/
/** What has no code of its own: Node's TLS and undici's proxy agent. */
const messages = /before secure TLS connection was established|when HTTP Tunneling$/

/** Causes may have causes; no runtime nests them deeper. */
const maxDepth = 5

/** Whether a transport's failure proves that nothing was sent. In doubt, no. */
export function neverConnected(failure: unknown, depth = 0): boolean {
  if (!isError(failure) || depth === maxDepth) return false
  if (messages.test(failure.message)) return true
  const syscall = 'syscall' in failure ? String(failure.syscall) : undefined
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true
  const code = 'code' in failure ? String(failure.code) : ''
  // A connection that was made can end with some of these codes, too: then the error names another
  // system call.
  if (codes.has(code) || handshakeCodes.test(code)) return syscall === undefined
  // Several addresses were tried: all must have failed so.
  if ('errors' in failure && Array.isArray(failure.errors) && failure.errors.length > 0)
    return failure.errors.every((each) => neverConnected(each, depth + 1))
  return neverConnected(failure.cause, depth + 1)
}
