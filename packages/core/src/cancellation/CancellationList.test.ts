import { expect, it } from 'vitest'
import { Cancellation } from './Cancellation.ts'
import { CancellationList } from './CancellationList.ts'

function setUp(count: number) {
  const list = new CancellationList()
  const all = Array.from({ length: count }, () => new Cancellation())
  for (const each of all) list.add(each)
  return { list, all, cancelled: () => all.map(({ isCancelled }) => isCancelled) }
}

it.each([0, 1, 2])('cancels all but the one of three that was deleted, number %i', (index) => {
  const { list, all, cancelled } = setUp(3)
  list.delete(all[index]!)
  expect(list.size).toBe(2)
  list.cancel(new Error('enough'))
  expect(cancelled()).toEqual([0, 1, 2].map((each) => each !== index))
})

it('deletes one once, and only if it is there', () => {
  const { list, all } = setUp(2)
  list.delete(all[0]!)
  list.delete(new Cancellation())
  list.delete(all[0]!)
  expect(list.size).toBe(1)
  list.delete(all[1]!)
  expect(list.size).toBe(0)
  list.add(all[0]!)
  expect(list.size).toBe(1)
})

it('cancels each, though each leaves as it is cancelled', () => {
  const { list, all, cancelled } = setUp(3)
  for (const each of all) each.onCancel = () => list.delete(each)
  list.cancel(new Error('enough'))
  expect([list.size, ...cancelled()]).toEqual([0, true, true, true])
  expect(all[1]?.reason).toEqual(new Error('enough'))
})
