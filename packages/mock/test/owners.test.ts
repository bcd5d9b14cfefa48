import { expect, test } from 'vitest'
import { hourMs, serve } from './serve.ts'

const tier = (requests: number) => ({ requests, windowMs: hourMs })

/** Two tokens of one owner that share a budget, and the limit that each answer tells. */
async function partners(first?: number, second?: number) {
  const { mock } = await serve({ budgetOf: 'owner' })
  const [a, b] = [first, second].map((requests) =>
    mock.tokens.issue({ owner: 'partner', limit: requests === undefined ? undefined : tier(requests) }),
  ) as [string, string]
  const limitOf = async (token: string): Promise<string | null> => {
    const response = await mock.fetch('/coolness', { headers: { authorization: `Bearer ${token}` } })
    return response.headers.get('ratelimit-policy')
  }
  const told = (requests: number): string => `"token";q=${requests};w=3600`
  return { mock, a, b, limitOf, told }
}

test.each(['looked at', 'not looked at'] as const)(
  "a shared budget's limit is the last given, whichever token is used first: %s",
  async (how) => {
    const { mock, a, limitOf, told } = await partners(1, 50)
    if (how === 'looked at') {
      const callers = mock.state.callers.filter(({ owner }) => owner === 'partner')
      expect(callers.map(({ limit }) => limit)).toEqual([tier(50), tier(50)])
    }
    expect(await limitOf(a)).toBe(told(50))
  },
)

test('setLimit changes the limit of all tokens of the owner, until a reset', async () => {
  const { mock, a, b, limitOf, told } = await partners(1, 50)
  await limitOf(a)
  mock.tokens.setLimit(b, tier(5))
  expect([await limitOf(a), await limitOf(b)]).toEqual([told(5), told(5)])
  mock.tokens.setLimit(a)
  expect(await limitOf(b)).toBe(told(100))
  mock.reset()
  expect(await limitOf(a)).toBe(told(50))
})

test('a token issued without a limit does not change its owner’s limit', async () => {
  const { b, limitOf, told } = await partners(7)
  expect(await limitOf(b)).toBe(told(7))
})

test('a token that has expired is listed as expired', async () => {
  const { mock } = await serve()
  mock.tokens.issue({ owner: 'late', expiresInMs: 10 })
  const listed = () => mock.tokens.list().find(({ owner }) => owner === 'late')
  const before = listed()
  mock.advance(10)
  expect([before?.status, listed()?.status]).toEqual(['valid', 'expired'])
})

test('a token issued again keeps its count, unless its limit changes', async () => {
  const { mock, statuses } = await serve()
  const token = mock.tokens.issue({ limit: tier(1) })
  expect(await statuses(2, { token })).toEqual([200, 429])
  mock.tokens.issue({ token, limit: tier(1) })
  expect(await statuses(1, { token })).toEqual([429])
  mock.tokens.issue({ token, limit: tier(2) })
  expect(await statuses(3, { token })).toEqual([200, 200, 429])
})
