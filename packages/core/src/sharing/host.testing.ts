import type { Credential } from '../contract/Credential.ts'
import { AccountRules } from '../limiter/AccountRules.ts'
import { AuthGuard } from '../limiter/auth/AuthGuard.ts'
import type { QueuedCall } from '../queue/QueuedCall.ts'
import { queued, silentCaller } from '../queue/queuedCall.testing.ts'
import type { SharedAccount, SharingHost } from '../scope/Sharing.ts'
import { ManualClock } from '../testing/ManualClock.ts'
import { terms } from './commit/snapshot.testing.ts'

const options = { maxFlightMs: 60_000, verifiedForMs: 60_000, maxInFlight: 4, random: () => 0.5 }

/** A call with the token `id`, or of the anonymous caller. */
export function callWith(id?: string, timeoutMs = 0): QueuedCall {
  const credential = id === undefined ? undefined : ({ id } as Credential)
  return queued('normal', { caller: { ...silentCaller(credential), endpoint: 'GET /a' }, timeoutMs })
}

/** An account whose calls `waiting` want a permit. */
export function sharedAccount(
  id: string,
  waiting: readonly QueuedCall[] = [],
  requests = 100,
): SharedAccount {
  const assumed = { requests, windowMs: 3_600_000 }
  return {
    id,
    isNamed: false,
    credentialIds: ['c'],
    terms,
    limits: [],
    rules: new AccountRules({ terms: { ...terms, assumed }, ...options }),
    dispatcher: {
      waiting: waiting.length,
      turns: (count) => waiting.slice(0, count),
      reply: () => [],
      sendWhile() {},
      fail() {},
      suspend() {},
    },
  }
}

export function sharingHost(...accounts: SharedAccount[]): SharingHost & { readonly clock: ManualClock } {
  return {
    key: 'https://api.example#1',
    clock: new ManualClock(),
    options: () => options,
    auth: new AuthGuard(options),
    accounts: () => accounts,
    rename() {},
    onDamage() {},
  }
}
