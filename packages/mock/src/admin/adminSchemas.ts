import * as v from 'valibot'
import { lastInstant } from '../clock/MockClock.ts'
import { journaledVerdicts } from '../journal/Journal.ts'
import { milliseconds } from '../options/faultSchema.ts'
import { limitSchema, oneOf, yesOrNo } from '../options/settingsSchema.ts'
import { scenarios } from '../scenarios/playScenario.ts'

const text = v.string('a text')

/** Any JSON object, for operations whose own check has better messages. */
export const anyObject = v.record(v.string(), v.unknown(), 'a JSON object')

const byAddress = v.strictObject({ address: text }, 'an object { address }')

const spender = v.union(
  [v.strictObject({ token: text }, 'an object { token }'), byAddress],
  'an object { token } or { address }',
)

const lockable = v.union(
  [v.strictObject({ owner: text }, 'an object { owner }'), byAddress],
  'an object { owner } or { address }',
)

const longestMs = `at most ${lastInstant} milliseconds, as time ends with the year 9999`
const withinTime = v.pipe(milliseconds, v.maxValue(lastInstant, longestMs))

/** The body of a request that locks, unlocks or spends. */
export const lockBody = v.strictObject(
  { who: lockable, forMs: v.optional(withinTime) },
  'an object { who, forMs }',
)
export const unlockBody = v.strictObject({ who: lockable }, 'an object { who }')

const requestsText = 'a whole number from 1 to 1000000'
export const spendBody = v.strictObject(
  {
    who: spender,
    requests: v.pipe(
      v.number(requestsText),
      v.integer(requestsText),
      v.minValue(1, requestsText),
      v.maxValue(1_000_000, requestsText),
    ),
  },
  'an object { who, requests }',
)

export const tierBody = v.strictObject({ limit: v.optional(limitSchema) }, 'an object { limit }')

const scaleText = 'a finite number of more than 0'

/** The body of a request that moves time. What is left out does not change. */
export const clockBody = v.strictObject(
  {
    advanceMs: v.optional(withinTime),
    frozen: v.optional(yesOrNo),
    scale: v.optional(v.pipe(v.number(scaleText), v.finite(scaleText), v.gtValue(0, scaleText))),
  },
  'an object { advanceMs, frozen, scale }',
)

export const scenarioBody = v.strictObject({ name: oneOf(...scenarios) }, 'an object { name }')

const longestWaitMs = 60_000
const digitsText = 'a whole number of 0 or more'
const digits = v.pipe(v.string(digitsText), v.regex(/^\d{1,15}$/, digitsText), v.transform(Number))

/**
 * The query of the journal. With `waitMs`, the response waits for a matching request, at most so
 * long.
 */
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
