import * as v from 'valibot'
import { limitSchema, oneOf } from './settingsSchema.ts'

const text = v.string('a text')

/** The schema of a token, for the admin API and the configuration file. */
export const tokenSchema = v.strictObject(
  {
    token: v.optional(v.pipe(text, v.regex(/^[A-Za-z0-9\-._~+/]+=*$/, 'a bearer token as RFC 6750 has it'))),
    owner: v.optional(text),
    limit: v.optional(limitSchema),
    expiresInMs: v.optional(
      v.pipe(v.number('a number of milliseconds'), v.minValue(0, 'milliseconds of 0 or more')),
    ),
    addresses: v.optional(v.array(text, 'a list of addresses')),
    status: v.optional(oneOf('valid', 'revoked', 'expired')),
  },
  'an object { token, owner, limit, expiresInMs, addresses, status }',
)

/** The schema of the tokens that exist from the start. */
export const tokensSchema = v.array(
  v.union([v.string(), tokenSchema], 'a token, or an object { token, owner, limit }'),
  'a list of tokens',
)
