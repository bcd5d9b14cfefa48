import * as v from 'valibot'
import { breakages } from '../faults/Fault.ts'
import { limitSchema } from '../options/settingsSchema.ts'
import { scenarios } from '../scenarios/playScenario.ts'

const milliseconds = v.pipe(v.number('a number of milliseconds'), v.minValue(0, 'milliseconds of 0 or more'))
const text = v.string('a text')

const delay = v.union([milliseconds, v.strictObject({ medianMs: milliseconds, p99Ms: milliseconds })])

/** What the admin API takes as a token. */
export const tokenBody = v.strictObject({
  token: v.optional(v.pipe(text, v.regex(/^[A-Za-z0-9\-._~+/]+=*$/, 'a bearer token as RFC 6750 has it'))),
  owner: v.optional(text),
  limit: v.optional(limitSchema),
  expiresInMs: v.optional(milliseconds),
  addresses: v.optional(v.array(text)),
})

/** What it takes as a fault. */
export const faultBody = v.strictObject({
  name: v.optional(text),
  method: v.optional(text),
  path: v.optional(text),
  token: v.optional(text),
  nth: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  probability: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  processAfterMs: v.optional(delay),
  delayMs: v.optional(delay),
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599))),
  headers: v.optional(v.record(text, text)),
  body: v.optional(text),
  counted: v.optional(v.boolean()),
  breakage: v.optional(v.picklist(breakages)),
})

const spender = v.union([v.strictObject({ token: text }), v.strictObject({ address: text })])

export const lockable = v.union(
  [v.strictObject({ owner: text }), v.strictObject({ address: text })],
  'an owner or an address',
)

/** A lock, or budget to spend. */
export const lockBody = v.strictObject({ who: lockable, forMs: v.optional(milliseconds) })
export const spendBody = v.strictObject({
  who: spender,
  requests: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
})

/** How time is to move; what is left out stays. */
export const clockBody = v.strictObject({
  advanceMs: v.optional(milliseconds),
  frozen: v.optional(v.boolean()),
  scale: v.optional(v.pipe(v.number(), v.gtValue(0))),
})

export const scenarioBody = v.strictObject({ name: v.picklist(scenarios) })
