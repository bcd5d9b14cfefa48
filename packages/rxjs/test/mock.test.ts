import type { Bando } from '@bando/core'
import { createBando, isBandoError, memoryStore } from '@bando/core'
import type { Mock, MockOptions } from '@bando/mock'
import { createMock } from '@bando/mock'
import { EMPTY, lastValueFrom, range, toArray } from 'rxjs'
import { expect, it, onTestFinished } from 'vitest'
import { fromBando, mapToBando } from '../src/index.ts'

interface Started {
  readonly mock: Mock
  readonly bando: Bando
  readonly token: string
}

/** A mock behind real HTTP, and a client of it with a good token; both end with the test. */
async function start(options: MockOptions = {}): Promise<Started> {
  const mock = createMock(options)
  const { url, close } = await mock.listen()
  const token = mock.tokens.issue()
  const bando = createBando({ baseUrl: url, token, store: memoryStore() })
  onTestFinished(async () => {
    await bando.close()
    await close()
  })
  return { mock, bando, token }
}

const answer = (): Response => Response.json({ coolness: 100 })
const ids = Array.from({ length: 50 }, (_, id) => id)
const statuses = (mock: Mock): number[] => mock.log.map(({ status }) => status)
const locks = ({ state }: Mock): unknown[] => state.lockouts.filter(({ lockedUntil }) => lockedUntil !== null)

it('fifty parallel calls with a revoked token: one invalid request, fifty typed errors, no lockout', async () => {
  const { mock, bando, token } = await start()
  mock.tokens.revoke(token)
  const ask = (): Promise<unknown>[] =>
    ids.map((of) => lastValueFrom(fromBando(bando, '/coolness', { query: { of } })))
  const outcomes = await Promise.allSettled(ask())
  expect(
    outcomes.filter((each) => each.status === 'rejected' && isBandoError(each.reason, 'rejected')),
  ).toHaveLength(50)
  expect(statuses(mock)).toEqual([401])
  expect(locks(mock)).toEqual([])

  bando.setToken(mock.tokens.issue())
  await Promise.all(ask())
  expect(statuses(mock).slice(1)).toEqual(ids.map(() => 200))
})

it.each([true, false])('the same through mapToBando, each caught, ordered: %s', async (ordered) => {
  const { mock, bando, token } = await start()
  mock.tokens.revoke(token)
  const caught: unknown[] = []
  const catchEach = (error: unknown): typeof EMPTY => {
    caught.push(error)
    return EMPTY
  }
  const served = range(0, 50).pipe(
    mapToBando(bando, (of) => ({ path: '/coolness', query: { of } }), {
      ordered,
      concurrency: 50,
      catchEach,
    }),
    toArray(),
  )
  expect(await lastValueFrom(served)).toEqual([])
  expect(caught.filter((error) => isBandoError(error, 'rejected'))).toHaveLength(50)
  expect(statuses(mock)).toEqual([401])
  expect(locks(mock)).toEqual([])
})

it('a pipeline that exceeds the budget slows down and is never refused', async () => {
  const { mock, bando } = await start({ limit: { requests: 20, windowMs: 300 } })
  const served = range(0, 50).pipe(
    mapToBando(bando, (of) => ({ path: '/coolness', query: { of } })),
    toArray(),
  )
  expect(await lastValueFrom(served)).toHaveLength(50)
  expect(statuses(mock)).toEqual(ids.map(() => 200))
  expect(mock.log.map(({ search }) => search).sort()).toEqual(ids.map((of) => `?of=${of}`).sort())
})

it('unsubscribing frees the slots for later calls', async () => {
  const gate = Promise.withResolvers<void>()
  const { mock, bando } = await start({ routes: { 'GET /coolness': () => gate.promise.then(answer) } })
  const crowd = range(0, 50)
    .pipe(mapToBando(bando, (of) => ({ path: '/coolness', query: { of } }), { concurrency: 50 }))
    .subscribe()
  // The first of an unverified token goes alone; the others wait for its status.
  await expect.poll(() => bando.state.queue.waiting).toBe(1)
  crowd.unsubscribe()
  gate.resolve()
  expect(bando.state.queue.waiting).toBe(0)
  expect(await lastValueFrom(fromBando(bando, '/coolness'))).toMatchObject({ status: 200 })
  const fromTheCrowd = mock.log.filter(({ search }) => search !== '')
  expect(fromTheCrowd.filter(({ search }) => search !== '?of=0')).toEqual([])
})
