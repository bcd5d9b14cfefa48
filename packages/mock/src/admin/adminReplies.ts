import * as v from 'valibot'
import { journaledVerdicts } from '../journal/Journal.ts'
import { faultSchema } from '../options/faultSchema.ts'
import { limitSchema, oneOf } from '../options/settingsSchema.ts'

const tokenStatus = oneOf('valid', 'revoked', 'expired')
const instant = v.number()

const callerState = v.strictObject({
  kind: oneOf('token', 'anonymous'),
  caller: v.string(),
  owner: v.optional(v.string()),
  status: v.optional(tokenStatus),
  limit: limitSchema,
  used: v.number(),
  remaining: v.number(),
  resetAt: v.nullable(instant),
})

const lockoutState = v.strictObject({
  kind: oneOf('owner', 'address'),
  name: v.string(),
  failures: v.number(),
  lockedUntil: v.nullable(instant),
})

export const stateReply = v.strictObject({
  now: instant,
  callers: v.array(callerState),
  lockouts: v.array(lockoutState),
})

export const journalEntry = v.strictObject({
  id: v.number(),
  at: instant,
  method: v.string(),
  path: v.string(),
  search: v.string(),
  address: v.string(),
  credential: v.string(),
  verdict: oneOf(...journaledVerdicts),
  counted: v.boolean(),
  status: v.number(),
  fault: v.optional(v.string()),
  preferred: v.optional(v.number()),
})

const difference = v.strictObject({
  field: oneOf('method', 'path', 'address', 'credential', 'verdict', 'status', 'fault', 'preferred', 'since'),
  wanted: v.union([v.string(), v.number()]),
  found: v.nullable(v.union([v.string(), v.number()])),
})

export const journalReply = v.strictObject({
  requests: v.array(journalEntry),
  nearMisses: v.array(v.strictObject({ request: journalEntry, differs: v.array(difference) })),
})

const tokenRecord = v.strictObject({
  fingerprint: v.string(),
  owner: v.string(),
  limit: v.optional(limitSchema),
  addresses: v.optional(v.array(v.string())),
  expiresAt: v.nullable(instant),
  status: tokenStatus,
})

export const tokensReply = v.array(tokenRecord)
export const issuedReply = v.strictObject({ token: v.string(), fingerprint: v.string() })

export const clockReply = v.strictObject({ now: instant, frozen: v.boolean(), scale: v.number() })

const armedFault = v.strictObject({ id: v.number(), played: v.number(), fault: faultSchema })

export const faultsReply = v.array(armedFault)
export const armedReply = v.strictObject({ id: v.number() })

export const playedReply = v.strictObject({ tokens: v.record(v.string(), v.string()) })

/** The response to a request that the admin API refuses. */
export const adminRefusal = v.strictObject({ error: v.string() })
