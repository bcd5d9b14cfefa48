import * as v from 'valibot'

/** Who may drive the mock: checked like the settings, so that a slip such as `'off'` opens it to nobody. */
export const adminSchema = v.strictObject({
  admin: v.optional(v.union([v.boolean(), v.literal('everyone')], 'true, false or "everyone"')),
})
