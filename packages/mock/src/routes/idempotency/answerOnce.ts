import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Answer } from '../../answers/Answer.ts'
import type { Call } from '../../server/Call.ts'
import { remembered } from '../../bodies/remembered.ts'
import type { RouteContext } from '../Route.ts'
import type { KeyedAnswers } from './KeyedAnswers.ts'

/** The caller that keys belong to, and the responses kept. */
export interface Idempotency {
  readonly keys: KeyedAnswers
  /**
   * The token's owner, so that a rolled token continues the work of the old one; or the caller's
   * address.
   */
  readonly caller: string
}

const longestKey = 255

/** Returns the key of a request whose method is not idempotent. */
export function idempotencyKeyOf(call: Call): string | undefined {
  return call.method === 'POST' || call.method === 'PATCH' ? call.header('idempotency-key') : undefined
}

/**
 * Processes the first request with a key, and repeats its response to the others. A refused or
 * failed request may be sent again with its key.
 */
export async function answerOnce(
  call: Call,
  key: string,
  { keys, caller, now, problem }: Idempotency & Pick<RouteContext, 'now' | 'problem'>,
  answer: () => Answer | Promise<Answer>,
): Promise<Answer> {
  if (key === '' || key.length > longestKey) {
    const detail = `The Idempotency-Key has ${key.length} characters. Send 1 to ${longestKey}, such as a UUID; write to api@bando.cool if you need more.`
    return problem('invalid-request', { detail })
  }
  const bodyHash = bytesToHex(sha256(await call.bytes()))
  // JSON keeps the parts apart, as an owner's name may contain spaces.
  const scope = JSON.stringify([caller, call.method, call.path])
  const keyed = keys.begin({ scope, key, bodyHash }, now)
  switch (keyed.kind) {
    case 'running':
      return problem('key-in-use')
    case 'other-body':
      return problem('key-reused')
    case 'repeated':
      return { ...keyed.answer, headers: { ...keyed.answer.headers, 'Idempotent-Replayed': 'true' } }
    case 'first':
      return settled(keyed, answer)
  }
}

async function settled(
  { keep, release }: { keep: (answer: Answer) => void; release: () => void },
  answer: () => Answer | Promise<Answer>,
): Promise<Answer> {
  try {
    const given = await answer()
    if (given.status >= 400) release()
    else if (given.body instanceof ReadableStream)
      return {
        ...given,
        body: remembered(given.body, (body) => (body ? keep({ ...given, body }) : release())),
      }
    else keep(given)
    return given
  } catch (error) {
    release()
    throw error
  }
}
