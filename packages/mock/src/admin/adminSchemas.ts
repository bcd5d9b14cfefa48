import * as v from 'valibot'
import { milliseconds } from '../options/faultSchema.ts'
import { scenarios } from '../scenarios/playScenario.ts'

const text = v.string('a text')

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
