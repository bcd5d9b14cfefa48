import { getEventListeners } from 'node:events'
import type { Bando } from '@bando/core'
import { createBando, memoryStore } from '@bando/core'
import type { Observable } from 'rxjs'
import { expect, it, onTestFinished, vi } from 'vitest'
import { auth$ } from './auth.ts'
import { limit$ } from './limit.ts'
import { queue$ } from './queue.ts'
import { json, setUp } from '../setUp.testing.ts'
import { state$ } from './state.ts'

it('emits the present state, then each change once', async () => {
  const { bando, clock } = setUp(() => json(), { token: 'bando_x' })
  const states: unknown[] = []
  const limits: unknown[] = []
  const statuses: unknown[] = []
  const all = state$(bando).subscribe((state) => states.push(state))
  all.add(limit$(bando).subscribe((limit) => limits.push(limit)))
  all.add(auth$(bando).subscribe(({ status }) => statuses.push(status)))
  expect([states, limits, statuses]).toEqual([[bando.state], [bando.state.limit], ['unverified']])
  await bando.get('/a')
  await clock.advance(0)
  expect(states.at(-1)).toBe(bando.state)
  expect(new Set(states).size).toBe(states.length)
  expect(limits.at(-1)).toMatchObject({ remaining: 99, inFlight: 0 })
  expect(new Set(limits).size).toBe(limits.length)
  expect(statuses).toEqual(['unverified', 'verified'])
  all.unsubscribe()
  expect(clock.pending).toBe(0)
})

it('a later subscriber starts with the state at that time', async () => {
  const { bando } = setUp(() => json())
  const remaining$ = limit$(bando)
  const seen: number[] = []
  remaining$.subscribe(({ remaining }) => seen.push(remaining)).unsubscribe()
  await bando.get('/a')
  remaining$.subscribe(({ remaining }) => seen.push(remaining)).unsubscribe()
  expect(seen).toEqual([60, 59])
})

it('emits changes that only time causes', async () => {
  const { bando, clock } = setUp(() => json(), { anonymousLimit: { requests: 1, windowMs: 1000 } })
  await bando.get('/a')
  const seen: number[] = []
  const subscription = limit$(bando).subscribe(({ remaining }) => seen.push(remaining))
  await clock.advance(2000)
  subscription.unsubscribe()
  expect(seen).toEqual([0, 1])
})

it('emits a change that the receiver of the first value causes', async () => {
  const { bando, clock } = setUp(() => json(), { token: 'bando_x' })
  const statuses: string[] = []
  const subscription = auth$(bando).subscribe(({ status }) => {
    if (statuses.push(status) === 1) bando.setToken(undefined)
  })
  await clock.advance(0)
  subscription.unsubscribe()
  expect(statuses).toEqual(['unverified', 'anonymous'])
})

it('emits a state once that is current and has a pending notification', async () => {
  const { bando, clock } = setUp(() => json(), { token: 'bando_x' })
  const states: unknown[] = []
  // Another listener exists, so the client has a pending notification when this one subscribes.
  const other = bando.subscribe(() => {})
  bando.setToken(undefined)
  const subscription = state$(bando).subscribe((state) => states.push(state))
  await clock.advance(0)
  subscription.unsubscribe()
  other()
  expect(states).toEqual([bando.state])
})

it('limit$ does not emit when only the queue changes', async () => {
  const { bando, clock } = setUp(() => json(), { anonymousLimit: { requests: 1, windowMs: 1000 } })
  await bando.get('/a')
  const lines: number[] = []
  const limits: unknown[] = []
  const all = state$(bando).subscribe(({ queue }) => lines.push(queue.waiting))
  all.add(limit$(bando).subscribe((limit) => limits.push(limit)))
  const waiting = bando.get('/b')
  await clock.advance(0)
  all.unsubscribe()
  expect(lines).toEqual([0, 1])
  expect(limits).toHaveLength(1)
  await clock.advance(2000)
  await waiting
})

it('shares one listener of the client, which goes with the last subscriber', async () => {
  const { bando, clock } = setUp(() => json())
  const stop = vi.fn<() => void>()
  const subscribe = vi.spyOn(bando, 'subscribe').mockReturnValue(stop)
  const streams: Observable<unknown>[] = [
    state$(bando),
    state$(bando),
    limit$(bando),
    auth$(bando),
    queue$(bando),
  ]
  const subscriptions = streams.map((stream) => stream.subscribe())
  expect(subscribe).toHaveBeenCalledOnce()
  for (const subscription of subscriptions) {
    expect(stop).not.toHaveBeenCalled()
    subscription.unsubscribe()
  }
  expect(stop).toHaveBeenCalledOnce()
  state$(bando).subscribe().unsubscribe()
  expect(subscribe).toHaveBeenCalledTimes(2)
  expect(clock.pending).toBe(0)
})

it('streams of two clients are separate', async () => {
  const one = setUp(() => json())
  const two = setUp(() => json())
  const remaining: number[] = []
  const subscription = limit$(one.bando).subscribe((limit) => remaining.push(limit.remaining))
  subscription.add(limit$(two.bando).subscribe())
  await two.bando.get('/a')
  await two.clock.advance(0)
  subscription.unsubscribe()
  expect(remaining).toEqual([60])
})

it.each<[string, (bando: Bando) => Observable<unknown>]>([
  ['state$', state$],
  ['limit$', limit$],
  ['auth$', auth$],
  ['queue$', queue$],
])('%s completes when the client closes, and then tells only what is true', async (_, stream$) => {
  const { bando, clock } = setUp(() => json())
  const told: string[] = []
  const observer = { next: () => told.push('next'), complete: () => told.push('complete') }
  stream$(bando).subscribe(observer)
  await bando.close()
  expect(told).toEqual(['next', 'complete'])
  stream$(bando).subscribe(observer)
  expect(told).toEqual(['next', 'complete', 'next', 'complete'])
  expect(clock.pending).toBe(0)
  expect(getEventListeners(bando.closed, 'abort')).toHaveLength(0)
})

it('leaves no listener on the signal of the client', () => {
  const { bando } = setUp(() => json())
  const before = getEventListeners(bando.closed, 'abort').length
  for (let index = 0; index < 20; index += 1) state$(bando).subscribe().unsubscribe()
  expect(getEventListeners(bando.closed, 'abort')).toHaveLength(before)
})

it('keeps no process alive', async () => {
  const alive = (): number => process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length
  const bando = createBando({ store: memoryStore(), fetch: async () => json() })
  onTestFinished(() => bando.close())
  await bando.get('/first')
  const before = alive()
  const set = vi.spyOn(globalThis, 'setTimeout')
  const subscription = state$(bando).subscribe()
  await new Promise((resolve) => setImmediate(resolve))
  expect(set).toHaveBeenCalled()
  expect(alive()).toBe(before)
  subscription.unsubscribe()
})
