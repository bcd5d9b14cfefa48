import * as v from 'valibot'
import { breakages } from '../faults/Fault.ts'
import { oneOf, wholeFrom, yesOrNo } from './settingsSchema.ts'

const text = v.string('a text')

export const milliseconds = v.pipe(
  v.number('a number of milliseconds'),
  v.minValue(0, 'milliseconds of 0 or more'),
)

/** The longest delay of a timer. A longer one would end at once. */
const longestDelayMs = 2_147_483_647
const delayMs = v.pipe(milliseconds, v.maxValue(longestDelayMs, `at most ${longestDelayMs} milliseconds`))

const drawnDelay = v.pipe(
  v.strictObject(
    { medianMs: v.pipe(delayMs, v.gtValue(0, 'more than 0 milliseconds')), p99Ms: delayMs },
    'an object { medianMs, p99Ms }',
  ),
  v.check(({ medianMs, p99Ms }) => p99Ms >= medianMs, 'a p99Ms of at least its medianMs'),
)

const delay = v.union([delayMs, drawnDelay], 'milliseconds, or an object { medianMs, p99Ms }')

const fieldName = v.pipe(text, v.regex(/^[\w!#$%&'*+.^`|~-]+$/, "a field's name"))
const fieldValue = v.pipe(text, v.regex(/^[\t\x20-\x7e\x80-\xff]*$/, "a field's value, on one line"))

const status = 'a whole number from 200 to 599'
const share = 'a number from 0 to 1'

/** The schema of a fault, for the admin API and the configuration file. */
export const faultSchema = v.strictObject(
  {
    name: v.optional(text),
    method: v.optional(text),
    path: v.optional(text),
    token: v.optional(text),
    nth: v.optional(wholeFrom(1)),
    probability: v.optional(v.pipe(v.number(share), v.minValue(0, share), v.maxValue(1, share))),
    times: v.optional(wholeFrom(1)),
    processAfterMs: v.optional(delay),
    delayMs: v.optional(delay),
    status: v.optional(
      v.pipe(v.number(status), v.integer(status), v.minValue(200, status), v.maxValue(599, status)),
    ),
    headers: v.optional(v.record(fieldName, fieldValue, 'an object of fields by their names')),
    body: v.optional(text),
    counted: v.optional(yesOrNo),
    breakage: v.optional(oneOf(...breakages)),
  },
  'an object that says which requests, and what happens to them',
)
