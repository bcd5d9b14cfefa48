import type { Call } from '../../contract/Call.ts'

/**
 * Returns `call` as it is now, sent at `sentAt`. Its endpoint is read when a rule asks for it,
 * since naming one costs a hash.
 */
export function callAt(call: Omit<Call, 'sentAt'>, sentAt: number): Call {
  const { credentialId, level, whenLocked } = call
  return {
    credentialId,
    get endpoint() {
      return call.endpoint
    },
    level,
    whenLocked,
    sentAt,
  }
}
