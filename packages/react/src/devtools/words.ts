import type { CredentialStatus, WaitReason } from '@bando/core'

/** What each status of the token means for the calls. */
export const meanings: Readonly<Record<CredentialStatus, string>> = {
  anonymous: 'No token is set, so the smaller budget applies.',
  unverified: 'The next request goes alone, and finds out whether the API accepts the token.',
  verified: 'The API accepts the token.',
  rejected: 'The API rejected the token. Nothing is sent with it until it is asked again, alone.',
  locked: 'The API refuses all authentication. Nothing that authenticates is sent.',
}

/** What a call waits for. */
export const reasons: Readonly<Partial<Record<WaitReason, string>>> = {
  limit: 'a permit of the limit',
  pacing: 'its turn, as burstShare spreads the limit',
  server: 'the time that the API named',
  verification: 'the request that verifies the token',
  inFlight: 'one of the requests in flight',
  unconfirmed: 'unconfirmed logins to be forgotten',
  lockout: 'the end of the lockout',
}
