import { describe, expect, test } from 'vitest'
import { hourMs, minuteMs, serve, times } from './serve.ts'

describe('C1, C2: public', () => {
  test('a request without credentials is served', async () => {
    const { ask } = await serve()
    const response = await ask()
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ coolness: 100, of: 'bando' })
  })
})

describe('C3, C5: the limit', () => {
  test('a standard token is served 100 times an hour, and the 101st gets 429', async () => {
    const { token, statuses } = await serve()
    expect(await statuses(101, { token })).toEqual([...times(100, 200), 429])
  })

  test('an anonymous caller is served 60 times an hour', async () => {
    const { statuses } = await serve()
    expect(await statuses(61)).toEqual([...times(60, 200), 429])
  })

  test('a token and the anonymous caller beside it spend budgets of their own', async () => {
    const { token, statuses } = await serve({ limit: { requests: 2, windowMs: hourMs } })
    expect(await statuses(3, { token })).toEqual([200, 200, 429])
    expect(await statuses(1)).toEqual([200])
  })

  test('a token may have its own tier', async () => {
    const { mock, statuses } = await serve()
    const token = mock.tokens.issue({ limit: { requests: 3, windowMs: minuteMs } })
    expect(await statuses(4, { token })).toEqual([200, 200, 200, 429])
  })

  test('budgetOf: by default tokens of one owner are counted apart', async () => {
    const { mock, statuses } = await serve({ limit: { requests: 1, windowMs: hourMs } })
    const [first, second] = [mock.tokens.issue({ owner: 'a' }), mock.tokens.issue({ owner: 'a' })]
    expect(await statuses(1, { token: first })).toEqual([200])
    expect(await statuses(1, { token: second })).toEqual([200])
  })

  test("budgetOf 'owner': tokens of one owner share a budget", async () => {
    const { mock, statuses } = await serve({ limit: { requests: 1, windowMs: hourMs }, budgetOf: 'owner' })
    const [first, second] = [mock.tokens.issue({ owner: 'a' }), mock.tokens.issue({ owner: 'a' })]
    expect(await statuses(1, { token: first })).toEqual([200])
    expect(await statuses(1, { token: second })).toEqual([429])
  })
})

describe('how the hour is counted', () => {
  const limit = { requests: 2, windowMs: hourMs }

  test("'fixed-window' runs from the caller's first request", async () => {
    const { mock, token, statuses } = await serve({ limit })
    mock.advance(10 * minuteMs)
    expect(await statuses(3, { token })).toEqual([200, 200, 429])
    mock.advance(hourMs - 1)
    expect(await statuses(1, { token })).toEqual([429])
    mock.advance(1)
    expect(await statuses(3, { token })).toEqual([200, 200, 429])
  })

  test("'fixed-window-aligned' ends on the full hour", async () => {
    const { mock, token, statuses } = await serve({
      limit,
      algorithm: 'fixed-window-aligned',
      clock: { now: () => 10.75 * hourMs },
    })
    expect(await statuses(3, { token })).toEqual([200, 200, 429])
    mock.advance(0.25 * hourMs - 1)
    expect(await statuses(1, { token })).toEqual([429])
    mock.advance(1)
    expect(await statuses(1, { token })).toEqual([200])
  })

  test("'sliding-log' looks back exactly one hour from each request", async () => {
    const { mock, token, statuses } = await serve({ limit, algorithm: 'sliding-log' })
    await statuses(1, { token })
    mock.advance(30 * minuteMs)
    await statuses(1, { token })
    mock.advance(30 * minuteMs - 1)
    expect(await statuses(1, { token })).toEqual([429])
    mock.advance(1)
    expect(await statuses(2, { token })).toEqual([200, 429])
  })

  test("'token-bucket' refills evenly", async () => {
    const { mock, token, statuses } = await serve({ limit, algorithm: 'token-bucket' })
    expect(await statuses(3, { token })).toEqual([200, 200, 429])
    mock.advance(30 * minuteMs - 1)
    expect(await statuses(1, { token })).toEqual([429])
    mock.advance(1)
    expect(await statuses(2, { token })).toEqual([200, 429])
  })

  test("'sliding-counter' weighs the window before", async () => {
    const { mock, token, statuses } = await serve({
      limit,
      algorithm: 'sliding-counter',
      clock: { now: () => 10 * hourMs },
    })
    expect(await statuses(3, { token })).toEqual([200, 200, 429])
    mock.advance(1.5 * hourMs - 1)
    expect(await statuses(1, { token })).toEqual([429])
    mock.advance(1)
    expect(await statuses(2, { token })).toEqual([200, 429])
  })
})

describe('whether a refused request counts', () => {
  const limit = { requests: 1, windowMs: hourMs }
  const algorithm = 'sliding-log'

  test('a 429 does not, by default', async () => {
    const { mock, token, statuses } = await serve({ limit, algorithm })
    await statuses(1, { token })
    mock.advance(30 * minuteMs)
    expect(await statuses(1, { token })).toEqual([429])
    mock.advance(30 * minuteMs)
    expect(await statuses(1, { token })).toEqual([200])
  })

  test('counted.limited: a 429 does', async () => {
    const { mock, token, statuses } = await serve({ limit, algorithm, counted: { limited: true } })
    await statuses(1, { token })
    mock.advance(30 * minuteMs)
    expect(await statuses(1, { token })).toEqual([429])
    mock.advance(30 * minuteMs)
    expect(await statuses(1, { token })).toEqual([429])
  })

  test('a 401 spends the anonymous budget of the address', async () => {
    const { statuses } = await serve({ anonymousLimit: { requests: 3, windowMs: hourMs } })
    expect(await statuses(2, { token: 'wrong' })).toEqual([401, 401])
    expect(await statuses(2)).toEqual([200, 429])
  })

  test('counted.rejected false: a 401 spends nothing', async () => {
    const { statuses } = await serve({
      anonymousLimit: { requests: 1, windowMs: hourMs },
      counted: { rejected: false },
    })
    expect(await statuses(2, { token: 'wrong' })).toEqual([401, 401])
    expect(await statuses(1)).toEqual([200])
  })

  test("a lockout's 403 spends the anonymous budget of the address", async () => {
    const { statuses } = await serve({ anonymousLimit: { requests: 7, windowMs: hourMs } })
    expect(await statuses(6, { token: 'wrong' })).toEqual([...times(5, 401), 403])
    expect(await statuses(2)).toEqual([200, 429])
  })

  test("counted.locked false: a lockout's 403 spends nothing", async () => {
    const { statuses } = await serve({
      anonymousLimit: { requests: 6, windowMs: hourMs },
      counted: { locked: false },
    })
    expect(await statuses(6, { token: 'wrong' })).toEqual([...times(5, 401), 403])
    expect(await statuses(2)).toEqual([200, 429])
  })
})
