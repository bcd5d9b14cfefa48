import { countries } from './countries.ts'
import type { Field, ProductType } from './Variant.ts'

const email: Field = { name: 'email', valueType: 'string', regex: String.raw`^[^@\s]+@[^@\s]+\.[^@\s]+$` }

/**
 * Returns the field that identifies the recipient's account: the phone number of a top-up, or an
 * e-mail address.
 */
export function referenceType(productType: ProductType, country: string): Field {
  return productType === 'topup' ? phoneIn(country) : email
}

function phoneIn(country: string): Field {
  const { callingCode = '+1' } = countries.find(({ isoAlpha2 }) => isoAlpha2 === country) ?? {}
  return { name: 'phone', valueType: 'string', regex: String.raw`^\+?${callingCode.slice(1)}\d{10}$` }
}
