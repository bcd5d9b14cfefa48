import { expect, it } from 'vitest'
import { StoreOutage } from './StoreOutage.ts'

it('turns every call away with the cause, until it is opened again, and makes none wait', () => {
  const storeOutage = new StoreOutage()
  expect([storeOutage.refusal(), storeOutage.opensAt({}, 7), storeOutage.reason()]).toEqual([
    undefined,
    7,
    'limit',
  ])
  const cause = new Error('the disk is full')
  storeOutage.close(cause)
  expect([storeOutage.refusal(), storeOutage.opensAt({}, 7)]).toEqual([{ kind: 'store', cause }, 7])
  storeOutage.open()
  expect(storeOutage.refusal()).toBeUndefined()
})
