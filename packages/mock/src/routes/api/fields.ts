import * as v from 'valibot'

/** The schemas of request fields. Each message continues the field's name. */
export const text = v.pipe(v.string('must be a string'), v.nonEmpty('must not be empty'))
export const whole = v.pipe(
  v.number('must be a number'),
  v.safeInteger('must be a whole number'),
  v.minValue(0, 'must not be negative'),
)
export const yesOrNo = v.boolean('must be true or false')

const amountText = 'must be an amount, such as "5.80"'

/** Accepts a number, or a string that holds one, as clients send both. */
export const amount = v.pipe(
  v.union([v.number(), v.string()], amountText),
  v.check((given) => /^\d+(\.\d+)?$/.test(String(given)), amountText),
)

/** Accepts an object with these fields, and any others. */
export function objectOf<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.object(entries, ({ expected }) =>
    // The schema reports a missing field as an issue of the object.
    expected === 'Object' ? 'must be an object' : 'is missing',
  )
}
