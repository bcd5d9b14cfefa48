import * as v from 'valibot'

/**
 * The schema of `admin`. It is checked like the settings, so that a mistake such as `'off'` is
 * refused.
 */
export const adminSchema = v.strictObject({
  admin: v.optional(v.union([v.boolean(), v.literal('everyone')], 'true, false or "everyone"')),
})
