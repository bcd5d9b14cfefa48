import { describe, expect, it } from 'vitest'
import { failure, json, setUp } from './setUp.testing.ts'

const spent = expect.stringContaining('this client has no retry left (retry.budget.ratio, retry.budget.min)')

describe('an outage', () => {
  it('costs the minimum and a share of the first tries, not every attempt of every call', async () => {
    const anonymousLimit = { requests: 1000, windowMs: 60_000 }
    const { bando, clock, requests } = setUp(() => json({}, 503), { token: undefined, anonymousLimit })
    const failures: Promise<unknown>[] = []
    for (let id = 0; id < 100; id += 1) {
      failures.push(failure(bando.get(`/${id}`)))
      await clock.advance(1000)
    }
    await Promise.all(failures)
    const retries = requests.length - 100
    expect(retries).toBeGreaterThan(20)
    expect(retries).toBeLessThanOrEqual(100 * 0.2 + 10)
  })

  it.each([
    ['a 503', () => json({}, 503), { code: 'http', status: 503, attempts: 1, retryable: true }],
    ['a broken connection', () => Promise.reject(new TypeError('reset')), { code: 'network', attempts: 1 }],
    [
      'no answer',
      () => new Promise<Response>(() => {}),
      { code: 'timeout', timeLimit: 'timeoutMs', attempts: 1 },
    ],
  ])('of %s says so where a retry was not made for it', async (_, outcome, expected) => {
    const { bando, clock } = setUp(outcome, { retry: { budget: { ratio: 0, min: 0 } } })
    const failed = failure(bando.get('/a'))
    await clock.advance(30_000)
    expect(await failed).toMatchObject({ ...expected, message: spent })
  })

  it('says nothing of it where the attempts are what ran out', async () => {
    const { bando } = setUp(() => json({}, 503), { retry: { attempts: 1 } })
    expect(await failure(bando.get('/a'))).not.toMatchObject({ message: spent })
  })

  it('of one client leaves the retries of another', async () => {
    const { bando, clock } = setUp(() => json({}, 503), { retry: { budget: { ratio: 0, min: 1 } } })
    const other = setUp(() => json({}, 503), { retry: { budget: { ratio: 0, min: 1 } } })
    const failures = Promise.all([failure(bando.get('/a')), failure(other.bando.get('/a'))])
    await clock.advance(1000)
    await other.clock.advance(1000)
    expect(await failures).toMatchObject([{ attempts: 2 }, { attempts: 2 }])
  })
})

it('a 429, a 401 with a new token and a lockout go back into the queue for free', async () => {
  let token = 'bando_old'
  const script = [
    json({}),
    json({}, 429, { 'retry-after': '1' }),
    json({}, 401),
    json({ detail: 'all authentication attempts are temporarily rejected' }, 403, { 'retry-after': '1' }),
    json({}),
  ]
  const { bando, clock, requests } = setUp((_, index) => script[index] ?? json({}), {
    token: () => token,
    retry: { budget: { ratio: 0, min: 0 } },
    whenLocked: 'wait',
    isLockout: () => true,
  })
  await bando.get('/proof')
  const call = bando.post('/a')
  token = 'bando_new'
  await clock.advance(10_000)
  expect(await call).toMatchObject({ status: 200, attempts: 4 })
  expect(requests).toHaveLength(5)
})

it.each([
  [{ budget: { ratio: 1.1 } }, 'retry.budget.ratio: needs a number from 0 to 1. Found 1.1.'],
  [{ budget: { min: -1 } }, 'retry.budget.min: needs a number of at least 0. Found -1.'],
])('%o is refused', (retry, message) => {
  expect(() => setUp(() => json({}), { retry })).toThrow(message)
})

describe('a failure that names a time says when trying again can help', () => {
  it.each([
    ['a 503 to a POST, which is not repeated', 503, 'POST'],
    ['a 502 after the last attempt', 502, 'GET'],
    ['a 413, which is not sent again', 413, 'PUT'],
  ])('%s', async (_, status, method) => {
    const { bando, clock } = setUp(() => json({}, status, { 'retry-after': '7' }), { retry: { attempts: 1 } })
    const error = await failure(bando.request(method, '/a'))
    const message = expect.stringContaining('It is worth trying again from 2026-01-01T00:00:07.000Z.')
    expect(error).toMatchObject({ code: 'http', status, retryAt: clock.epoch() + 7000, message })
  })

  it('and one that names none does not, though an earlier one did', async () => {
    const { bando, clock } = setUp((_, index) => json({}, 503, index === 0 ? { 'retry-after': '1' } : {}))
    const failed = failure(bando.get('/a'))
    await clock.advance(60_000)
    expect(await failed).toMatchObject({ code: 'http', attempts: 3, retryAt: undefined })
  })
})
