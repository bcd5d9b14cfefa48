import { expect, it } from 'vitest'
import { pollBando } from './pollBando.ts'
import { after, json, setUp } from './setUp.testing.ts'

it('asks at once, and then every everyMs', async () => {
  const { bando, clock, scheduler, requests } = setUp(() => json())
  const polledAt: number[] = []
  const subscription = pollBando(bando, '/a', { everyMs: 1000, query: { x: 1 } }, scheduler).subscribe(() =>
    polledAt.push(clock.now()),
  )
  await clock.advance(2500)
  subscription.unsubscribe()
  await clock.advance(2500)
  expect(polledAt).toEqual([0, 1000, 2000])
  expect(requests.map(({ url }) => url.search)).toEqual(['?x=1', '?x=1', '?x=1'])
})

it('never asks while an answer is awaited', async () => {
  const { bando, clock, scheduler, requests } = setUp(async () => {
    await after(clock, 1500)
    return json()
  })
  const subscription = pollBando(bando, '/a', { everyMs: 1000, dedupe: false }, scheduler).subscribe()
  await clock.advance(4500)
  subscription.unsubscribe()
  expect(requests).toHaveLength(3)
})

it.each([0, Number.NaN])('an everyMs of %d is a mistake', (everyMs) => {
  const { bando } = setUp(() => json())
  expect(() => pollBando(bando, '/a', { everyMs })).toThrow('everyMs: needs milliseconds, at least 1.')
})
