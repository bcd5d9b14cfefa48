import { expect, it } from 'vitest'
import type { UserPermit } from './UserShares.ts'
import { UserShares } from './UserShares.ts'

/** Takes a permit that has to be there. */
function permit(shares: UserShares, user: string | undefined, now: number): UserPermit {
  const taken = shares.take(user, now)
  if (!('end' in taken)) throw new Error(`${user} got no permit at ${now}`)
  return taken
}

it('gives back the permit of a call that was not sent, and keeps the permits of the others', () => {
  const shares = new UserShares({ requests: 3, windowMs: 100 }, 9)
  permit(shares, 'a', 0)
  const unsent = permit(shares, 'a', 10)
  permit(shares, 'a', 20)
  unsent.end(false)
  expect(shares.state('a', 20)).toEqual({ requests: 3, windowMs: 100, remaining: 1, resetsAt: 100 })
  expect(shares.state('a', 100)?.resetsAt).toBe(120)
})

it('keeps the permit of a call that was sent until its window has passed', () => {
  const shares = new UserShares({ requests: 1, windowMs: 100 }, 9)
  permit(shares, 'a', 0).end(true)
  expect(shares.take('a', 99)).toStrictEqual({ retryAt: 100 })
  expect(shares.take('a', 100)).toHaveProperty('end')
})

it('frees a permit at the very instant that it named', () => {
  const shares = new UserShares({ requests: 1, windowMs: 10 }, 9)
  shares.state('early', 0)
  permit(shares, 'a', 1).end(true)
  shares.state('early', 10)
  expect(shares.state('a', 10)).toMatchObject({ remaining: 0, resetsAt: 11 })
  expect(shares.state('a', 11)).toMatchObject({ remaining: 1, resetsAt: undefined })
})

it('names no instant to a user whose calls have to end first', () => {
  const shares = new UserShares({ requests: 9, windowMs: 100 }, 1)
  const first = permit(shares, 'a', 0)
  expect(shares.take('a', 0)).toStrictEqual({ retryAt: undefined })
  first.end(true)
  expect(shares.take('a', 0)).toHaveProperty('end')
})

it('has nothing to tell of a user if users have no limit', () => {
  const shares = new UserShares(undefined, 1)
  permit(shares, 'a', 0)
  expect(shares.state('a', 0)).toBeUndefined()
})

it('without a limit, remembers a user for as long as a call of the user is under way', () => {
  const shares = new UserShares(undefined, 9)
  const [first, second] = [permit(shares, 'a', 0), permit(shares, 'a', 0)]
  first.end(true)
  expect(shares.size).toBe(1)
  second.end(true)
  expect(shares.size).toBe(0)
})

it('forgets a user at once if the only call of the user was not sent', () => {
  const shares = new UserShares({ requests: 1, windowMs: 10 }, 1)
  permit(shares, 'a', 0).end(false)
  expect(shares.size).toBe(0)
})

it('looks for users to forget once a window, and keeps those whose permits are still held', () => {
  const shares = new UserShares({ requests: 1, windowMs: 10 }, 1)
  permit(shares, 'a', 0).end(true)
  permit(shares, 'b', 1).end(true)
  const sizes = [9, 10, 12, 19, 20].map((now) => {
    shares.state('another', now)
    return shares.size
  })
  expect(sizes).toEqual([2, 1, 1, 1, 0])
})

it('does not forget a user whose call is still under way after a window', () => {
  const shares = new UserShares({ requests: 9, windowMs: 10 }, 1)
  permit(shares, 'a', 0)
  shares.state('another', 50)
  expect(shares.take('a', 50)).toStrictEqual({ retryAt: undefined })
})
