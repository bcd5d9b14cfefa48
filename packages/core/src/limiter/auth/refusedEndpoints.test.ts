import { expect, it } from 'vitest'
import type { RefusedEndpoint } from './refusedEndpoints.ts'
import { refusedUntil, withoutEndpoint, withRefusal } from './refusedEndpoints.ts'

const minute = 60_000

it('refuses an endpoint for a minute, and for twice as long each time, an hour at most', () => {
  let refused: readonly RefusedEndpoint[] = []
  const lengths: number[] = []
  let now = 0
  for (let times = 0; times < 8; times += 1) {
    refused = withRefusal(refused, { endpoint: 'a', sentAt: now }, now)
    const until = refusedUntil(refused, 'a', now) ?? 0
    lengths.push((until - now) / minute)
    now = until
  }
  expect(lengths).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
})

it('ends at its instant, and for its endpoint alone', () => {
  const refused = withRefusal([], { endpoint: 'a', sentAt: 0 }, 5)
  expect([minute + 4, minute + 5].map((now) => refusedUntil(refused, 'a', now))).toEqual([
    minute + 5,
    undefined,
  ])
  expect(refusedUntil(refused, 'b', 5)).toBeUndefined()
})

it('counts several that were in flight together once', () => {
  const refused = withRefusal([], { endpoint: 'a', sentAt: 0 }, 5)
  expect(withRefusal(refused, { endpoint: 'a', sentAt: 1 }, 6)).toBe(refused)
})

it('remembers the 16 newest', () => {
  let refused: readonly RefusedEndpoint[] = []
  for (let index = 0; index < 17; index += 1)
    refused = withRefusal(refused, { endpoint: String(index), sentAt: 0 }, 0)
  expect(refused.map(({ endpoint }) => endpoint)).toEqual(
    Array.from({ length: 16 }, (_, index) => String(index + 1)),
  )
})

it('forgets an endpoint that accepts the credential, and how often it refused it', () => {
  const refused = withRefusal(
    withRefusal([], { endpoint: 'a', sentAt: 0 }, 0),
    { endpoint: 'b', sentAt: 0 },
    0,
  )
  expect(withoutEndpoint(refused, 'a').map(({ endpoint }) => endpoint)).toEqual(['b'])
})
