import * as v from 'valibot'

/** What the fields of a request may be. Their messages go on from the field's name. */
export const text = v.pipe(v.string('must be a string'), v.nonEmpty('must not be empty'))
export const whole = v.pipe(
  v.number('must be a number'),
  v.safeInteger('must be a whole number'),
  v.minValue(0, 'must not be negative'),
)
export const yesOrNo = v.boolean('must be true or false')

const amountText = 'must be an amount, such as "5.80"'

/** A number, or a string that holds one: clients send both. */
export const amount = v.pipe(
  v.union([v.number(), v.string()], amountText),
  v.check((given) => /^\d+(\.\d+)?$/.test(String(given)), amountText),
)

/** An object, each field of which is looked at; others may be there. */
export function objectOf<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.object(entries, ({ expected }) =>
    // For a field that is not there, the object is asked and not the field.
    expected === 'Object' ? 'must be an object' : 'is missing',
  )
}
