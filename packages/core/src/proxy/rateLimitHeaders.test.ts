import { expect, it } from 'vitest'
import { rateLimitHeaders } from './rateLimitHeaders.ts'

const clock = { now: () => 5000, epoch: () => 1_700_000_000_000 }

function account(remaining: number, resetsInMs?: number) {
  return {
    requests: 100,
    windowMs: 3_600_000,
    remaining,
    resetsAt: resetsInMs === undefined ? undefined : clock.epoch() + resetsInMs,
  } as Parameters<typeof rateLimitHeaders>[1]
}

function share(remaining: number, resetsInMs?: number) {
  const resetsAt = resetsInMs === undefined ? undefined : clock.now() + resetsInMs
  return { requests: 10, windowMs: 60_000, remaining, resetsAt }
}

it.each([
  ['the budget, if users have no limit', undefined, account(7, 90_000), '"user";r=7;t=90'],
  ['the budget, before its first request', undefined, account(100), '"user";r=100'],
  ['the share of the user', share(3, 20_000), account(7, 90_000), '"user";r=3;t=20'],
  ['the share of a user without a request', share(10), account(50, 90_000), '"user";r=10'],
  ['the budget, if less of it is left', share(3, 20_000), account(2, 90_000), '"user";r=2;t=90'],
  ['the share, if as much is left of both', share(3, 20_000), account(3, 90_000), '"user";r=3;t=20'],
  ['a reset in whole seconds, never too early', undefined, account(7, 1001), '"user";r=7;t=2'],
  ['a reset that is over as now', share(3, -1), account(7), '"user";r=3;t=0'],
])('tells a page of %s', (_, own, whole, shown) => {
  expect(new Map(rateLimitHeaders(own, whole, clock)).get('ratelimit')).toBe(shown)
})

it('tells a page whose limit it is: that of each user, or else that of the budget', () => {
  const policy = (own?: ReturnType<typeof share>): string | undefined =>
    new Map(rateLimitHeaders(own, account(7), clock)).get('ratelimit-policy')
  expect([policy(share(3)), policy()]).toEqual(['"user";q=10;w=60', '"user";q=100;w=3600'])
})
