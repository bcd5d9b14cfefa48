import * as v from 'valibot'
import { journaledVerdicts } from '../journal/Journal.ts'
import { milliseconds } from '../options/faultSchema.ts'
import { limitSchema, oneOf } from '../options/settingsSchema.ts'
import { scenarios } from '../scenarios/playScenario.ts'

const text = v.string('a text')

/** For what checks it itself, and has more to say. */
export const anyObject = v.record(v.string(), v.unknown(), 'a JSON object')

const spender = v.union([v.strictObject({ token: text }), v.strictObject({ address: text })])

const lockable = v.union(
  [v.strictObject({ owner: text }), v.strictObject({ address: text })],
  'an owner or an address',
)

/** A lock, its end, or budget to spend. */
export const lockBody = v.strictObject({ who: lockable, forMs: v.optional(milliseconds) })
export const unlockBody = v.strictObject({ who: lockable })
export const spendBody = v.strictObject({
  who: spender,
  requests: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
})

export const tierBody = v.strictObject({ limit: v.optional(limitSchema) })

/** How time is to move; what is left out stays. */
export const clockBody = v.strictObject({
  advanceMs: v.optional(milliseconds),
  frozen: v.optional(v.boolean()),
  scale: v.optional(v.pipe(v.number(), v.gtValue(0))),
})

export const scenarioBody = v.strictObject({ name: v.picklist(scenarios) })

const longestWaitMs = 60_000
const digitsText = 'a whole number of 0 or more'
const digits = v.pipe(v.string(digitsText), v.regex(/^\d{1,15}$/, digitsText), v.transform(Number))

/** Which requests of the journal are wanted; with `waitMs`, once there is one or that time is over. */
export const journalQuery = v.strictObject({
  method: v.optional(text),
  path: v.optional(text),
  address: v.optional(text),
  credential: v.optional(text),
  verdict: v.optional(oneOf(...journaledVerdicts)),
  status: v.optional(digits),
  fault: v.optional(text),
  preferred: v.optional(digits),
  since: v.optional(digits),
  waitMs: v.optional(
    v.pipe(
      digits,
      v.transform((ms) => Math.min(ms, longestWaitMs)),
    ),
    '0',
  ),
})
