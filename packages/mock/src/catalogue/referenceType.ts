import { countries } from './countries.ts'
import type { Field, ProductType } from './Variant.ts'

const email: Field = { name: 'email', valueType: 'string', regex: String.raw`^[^@\s]+@[^@\s]+\.[^@\s]+$` }

/** What identifies the account that a variant is for: the phone of a top-up, or where to write to. */
export function referenceType(productType: ProductType, country: string): Field {
  return productType === 'topup' ? phoneIn(country) : email
}

function phoneIn(country: string): Field {
  const { callingCode = '+1' } = countries.find(({ isoAlpha2 }) => isoAlpha2 === country) ?? {}
  return { name: 'phone', valueType: 'string', regex: String.raw`^\+?${callingCode.slice(1)}\d{10}$` }
}
