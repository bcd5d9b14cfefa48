import type { Outcome } from '../../contract/Outcome.ts'

/**
 * What an outcome says of the credential: one for each row of CONTRACT, "What a response proves".
 */
export type AuthResult =
  /** 2xx and 304: the credential is good. */
  | 'accepted'
  /** 401 with `error="invalid_token"`. */
  | 'invalidToken'
  /** Any other 401: of the credential, or of one endpoint. */
  | 'unauthorized'
  /** 403 of a lockout. */
  | 'lockout'
  /** No response, or a gateway's: the API may have counted a failed login. */
  | 'unconfirmed'
  /** Any other response. */
  | 'nothing'
  /** Nothing was sent. */
  | 'unsent'

/** Maps an outcome to its row of the table. */
export function authResultOf(outcome: Outcome): AuthResult {
  switch (outcome.kind) {
    case 'ok':
      return 'accepted'
    case 'rejected':
      return outcome.isInvalidToken ? 'invalidToken' : 'unauthorized'
    case 'locked':
      return 'lockout'
    case 'lost':
      return 'unconfirmed'
    case 'failed':
      return isOfGateway(outcome.status) ? 'unconfirmed' : 'nothing'
    case 'unsent':
      return 'unsent'
    case 'limited':
    case 'forbidden':
    case 'redirected':
      return 'nothing'
  }
}

/** Whether the API may have counted the request as a failed login. */
export function mayBeFailedLogin(outcome: Outcome): boolean {
  const result = authResultOf(outcome)
  return result !== 'accepted' && result !== 'nothing' && result !== 'unsent'
}

/**
 * Whether a gateway sends this status when the API behind it gave no response: 52x are
 * Cloudflare's.
 */
function isOfGateway(status: number): boolean {
  return status === 408 || status === 502 || status === 504 || (status >= 520 && status <= 529)
}
