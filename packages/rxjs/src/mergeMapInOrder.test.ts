import { lastValueFrom, of, range, Subject, toArray } from 'rxjs'
import { expect, it } from 'vitest'
import { mergeMapInOrder } from './mergeMapInOrder.ts'

it('hands on thousands of early results behind a slow one, in order', async () => {
  const slow = new Subject<number>()
  const all = lastValueFrom(
    range(0, 2000).pipe(
      mergeMapInOrder((id) => (id === 0 ? slow : of(id)), 2000),
      toArray(),
    ),
  )
  slow.next(0)
  slow.complete()
  expect(await all).toEqual(Array.from({ length: 2000 }, (_, id) => id))
})

it('keeps several results of one value together', async () => {
  const all = range(0, 3).pipe(
    mergeMapInOrder((id) => [id, id * 10], 2),
    toArray(),
  )
  expect(await lastValueFrom(all)).toEqual([0, 0, 1, 10, 2, 20])
})
