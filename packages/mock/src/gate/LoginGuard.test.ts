import { expect, test } from 'vitest'
import { defaults } from '../options/defaults.ts'
import { LoginGuard } from './LoginGuard.ts'

test('the number of owners is not bounded', () => {
  const guard = new LoginGuard({ ...defaults, maxAddresses: 1 })
  for (const owner of ['a', 'b']) guard.owners?.lock(owner, 100, 0)
  for (const owner of ['a', 'b']) expect(guard.lockedUntil(owner, '192.0.2.1', 0)).toBe(100)
})

test.each([
  [100, 200],
  [200, 100],
])('where owner (until %i) and address (until %i) are locked, the later end counts', (owner, address) => {
  const guard = new LoginGuard(defaults)
  guard.owners?.lock('partner', owner, 0)
  guard.addresses?.lock('192.0.2.1', address, 0)
  expect(guard.lockedUntil('partner', '192.0.2.1', 0)).toBe(200)
  expect(guard.lockedUntil('partner', '192.0.2.2', 0)).toBe(owner)
  expect(guard.lockedUntil('another', '192.0.2.1', 0)).toBe(address)
  expect(guard.lockedUntil('another', '192.0.2.2', 0)).toBeUndefined()
})
