import { expect, test } from 'vitest'
import { decimalOf, unitsOf } from './decimal.ts'

test.each([
  ['5.80', 6, 5_800_000n, '5.8'],
  ['0.0000019', 6, 1n, '0.000001'],
  ['12', 0, 12n, '12'],
  ['1000000', 18, 10n ** 24n, '1000000'],
  ['0', 6, 0n, '0'],
])('%s with %i decimals', (text, decimals, units, shown) => {
  expect([unitsOf(text, decimals), decimalOf(units, decimals)]).toEqual([units, shown])
})
