import { expect, it } from 'vitest'
import { call, outcomes } from '../call.testing.ts'
import { AuthGuard } from './AuthGuard.ts'
import { countsForAddress } from './countsForAddress.ts'

const options = { verifiedForMs: 60_000, maxInFlight: 4, maxFlightMs: 60_000, random: () => 0 }

/** Whether the outcome counts, for a credential that the API has accepted, and for a new one. */
function counts(kind: keyof typeof outcomes): boolean[] {
  const auth = new AuthGuard(options)
  const proof = call({ credentialId: 'verified' })
  auth.sent(proof, 0)
  auth.settled(proof, outcomes.ok, 0)
  return ['verified', 'new', undefined].map((credentialId) =>
    countsForAddress(auth, call({ credentialId }), outcomes[kind], 0),
  )
}

it.each([
  ['ok', [false, false, false]],
  ['rejected', [true, true, false]],
  ['locked', [true, true, false]],
  ['forbidden', [true, true, false]],
  ['lost', [false, true, false]],
  ['limited', [false, false, false]],
  ['unsent', [false, false, false]],
] as const)(
  'an outcome that is %s counts for a verified token, a new one, and none: %j',
  (kind, expected) => {
    expect(counts(kind)).toEqual(expected)
  },
)
