import { expect, it } from 'vitest'
import { auth$ } from './auth.ts'
import { limit$ } from './limit.ts'
import { json, setUp } from './setUp.testing.ts'
import { state$ } from './state.ts'

it('tells what is, then what changes, and nothing twice', async () => {
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

it('a later subscriber begins with what is true then', async () => {
  const { bando } = setUp(() => json())
  const remaining$ = limit$(bando)
  const seen: number[] = []
  remaining$.subscribe(({ remaining }) => seen.push(remaining)).unsubscribe()
  await bando.get('/a')
  remaining$.subscribe(({ remaining }) => seen.push(remaining)).unsubscribe()
  expect(seen).toEqual([60, 59])
})

it('tells of what time alone changes', async () => {
  const { bando, clock } = setUp(() => json(), { anonymousLimit: { requests: 1, windowMs: 1000 } })
  await bando.get('/a')
  const seen: number[] = []
  const subscription = limit$(bando).subscribe(({ remaining }) => seen.push(remaining))
  await clock.advance(2000)
  subscription.unsubscribe()
  expect(seen).toEqual([0, 1])
})

it('misses nothing that the receiver of the first value sets off', async () => {
  const { bando, clock } = setUp(() => json(), { token: 'bando_x' })
  const statuses: string[] = []
  const subscription = auth$(bando).subscribe(({ status }) => {
    if (statuses.push(status) === 1) bando.setToken(undefined)
  })
  await clock.advance(0)
  subscription.unsubscribe()
  expect(statuses).toEqual(['unverified', 'anonymous'])
})

it('says once what is true already and about to be told', async () => {
  const { bando, clock } = setUp(() => json(), { token: 'bando_x' })
  const states: unknown[] = []
  // Somebody listens already, so the client has a notice under way when we come.
  const other = bando.subscribe(() => {})
  bando.setToken(undefined)
  const subscription = state$(bando).subscribe((state) => states.push(state))
  await clock.advance(0)
  subscription.unsubscribe()
  other()
  expect(states).toEqual([bando.state])
})

it('limit$ does not speak of the queue', async () => {
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
