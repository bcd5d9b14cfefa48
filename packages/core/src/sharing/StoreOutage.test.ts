import { expect, it } from 'vitest'
import { Cutoff } from './StoreOutage.ts'

it('turns every call away with the cause, until it is opened again, and makes none wait', () => {
  const cutoff = new Cutoff()
  expect([cutoff.refusal(), cutoff.opensAt({}, 7), cutoff.reason()]).toEqual([undefined, 7, 'limit'])
  const cause = new Error('the disk is full')
  cutoff.close(cause)
  expect([cutoff.refusal(), cutoff.opensAt({}, 7)]).toEqual([{ kind: 'store', cause }, 7])
  cutoff.open()
  expect(cutoff.refusal()).toBeUndefined()
})
