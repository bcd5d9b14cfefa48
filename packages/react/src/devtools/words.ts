import type { CredentialStatus, WaitReason } from '@bando/core'

/** The meaning of each status of the token. */
export const meanings: Readonly<Record<CredentialStatus, string>> = {
  anonymous: 'No token is set, so the smaller budget applies.',
  unverified: 'The client sends one request, which shows whether the API accepts the token.',
  verified: 'The API accepts the token.',
  rejected: 'The API rejected the token. The client sends nothing with it until one request tries it again.',
  locked: 'The API refuses all authentication. The client sends no request with a token.',
}

/** What a call waits for, by reason. */
export const reasons: Readonly<Partial<Record<WaitReason, string>>> = {
  limit: 'a permit',
  pacing: 'its turn, because burstShare spreads the limit',
  server: 'the time that the API gave',
  verification: 'the request that verifies the token',
  inFlight: 'the end of a request in flight',
  unconfirmed: 'the end of the time for which unconfirmed logins count',
  lockout: 'the end of the lockout',
}
