import type { Call } from '../../contract/Call.ts'

/**
 * Returns `call` as it is now, sent at `sentAt`. Its endpoint is read when a rule asks for it,
 * since naming one costs a hash.
 */
export function callAt(call: Omit<Call, 'sentAt'>, sentAt: number): Call {
  return new CallAt(call, sentAt)
}

/**
 * Returns `call` without what it holds, which may be large, and without its endpoint: for ends that
 * wait to be written.
 */
export function copyOf({ credentialId, level, whenLocked, sentAt }: Call): Call {
  return { credentialId, level, whenLocked, sentAt, endpoint: '' }
}

/** Its getter is that of the class: a getter of its own would cost each call a microsecond. */
class CallAt implements Call {
  readonly credentialId: string | undefined
  readonly level: number
  readonly whenLocked: Call['whenLocked']
  readonly sentAt: number
  readonly #call: Omit<Call, 'sentAt'>

  constructor(call: Omit<Call, 'sentAt'>, sentAt: number) {
    this.credentialId = call.credentialId
    this.level = call.level
    this.whenLocked = call.whenLocked
    this.sentAt = sentAt
    this.#call = call
  }

  get endpoint(): string {
    return this.#call.endpoint
  }
}
