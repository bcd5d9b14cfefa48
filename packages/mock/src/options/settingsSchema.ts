import * as v from 'valibot'
import { algorithms } from '../limits/createMeter.ts'

export const wholeFrom = (least: number) => {
  const expectation = `a whole number of ${least} or more`
  return v.pipe(v.number(expectation), v.safeInteger(expectation), v.minValue(least, expectation))
}

export const oneOf = <const Names extends readonly string[]>(...names: Names) =>
  v.picklist(names, `one of ${names.map((name) => `"${name}"`).join(', ')}`)

export const yesOrNo = v.boolean('true or false')

export const limitSchema = v.strictObject(
  { requests: wholeFrom(1), windowMs: wholeFrom(1) },
  'an object { requests, windowMs }',
)

const lockoutText = 'false, or an object { attempts, withinMs, forMs, by, anonymous }'

export const lockoutSchema = v.strictObject(
  {
    attempts: wholeFrom(1),
    withinMs: wholeFrom(1),
    forMs: wholeFrom(1),
    by: oneOf('both', 'owner', 'address'),
    anonymous: oneOf('served', 'refused'),
  },
  lockoutText,
)

const countedSchema = v.strictObject(
  { limited: yesOrNo, rejected: yesOrNo, locked: yesOrNo },
  'an object { limited, rejected, locked }',
)

/**
 * The schema of every setting that is plain data, for code, file, environment, flags and the admin
 * API.
 */
export const settingsSchema = v.strictObject(
  {
    limit: limitSchema,
    anonymousLimit: limitSchema,
    algorithm: oneOf(...algorithms),
    budgetOf: oneOf('token', 'owner'),
    lockout: v.union([v.literal(false), lockoutSchema], lockoutText),
    headers: oneOf('standard', 'legacy', 'legacy-seconds', 'none'),
    errors: oneOf('bando', 'legacy', 'problem', 'plain', 'empty'),
    counted: countedSchema,
    malformed: oneOf('rejected', 'anonymous'),
    order: oneOf('credentials-first', 'limit-first'),
    checkReferences: yesOrNo,
    pendingMs: wholeFrom(0),
    processingMs: wholeFrom(0),
    journalSize: wholeFrom(0),
    maxAddresses: wholeFrom(1),
    seed: wholeFrom(0),
  },
  'an object of options',
)

const { journalSize: _size, seed: _seed, ...changing } = settingsSchema.entries

/**
 * The schema of a change to a running mock: any setting, and any part of `lockout` and `counted`.
 */
export const patchSchema = v.partial(
  v.strictObject(
    {
      ...changing,
      lockout: v.union([v.literal(false), v.partial(lockoutSchema)], lockoutText),
      counted: v.partial(countedSchema),
    },
    'an object of options',
  ),
)
