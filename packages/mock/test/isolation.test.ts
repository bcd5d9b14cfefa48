import { createMock, type Mock } from '@bando/mock'
import { expect, onTestFinished, test } from 'vitest'
import { hourMs, minuteMs, times } from './serve.ts'

const token = 'bando_the_same'

const status = async (mock: Mock, bearer = token): Promise<number> =>
  (await mock.fetch('/coolness', { headers: { authorization: `Bearer ${bearer}` } })).status

test('thousands of mocks in one process share no state', async () => {
  const mocks = times(3000, undefined).map(() =>
    createMock({ tokens: [token], limit: { requests: 1, windowMs: minuteMs }, lockout: { attempts: 1 } }),
  )
  for (const mock of mocks) mock.clock.freeze()
  const [first, second, third, fourth, ...others] = mocks as [Mock, Mock, Mock, Mock, ...Mock[]]
  // The first is spent, the second locked, the third broken, the fourth an hour ahead and without
  // its token.
  first.spend({ token }, 1)
  expect(await status(second, 'wrong')).toBe(401)
  third.faults.add({ status: 503 })
  fourth.advance(60 * minuteMs)
  fourth.configure({ headers: 'none' })
  fourth.tokens.revoke(token)

  const touched: number[] = []
  for (const mock of [first, second, third, fourth]) touched.push(await status(mock))
  expect(touched).toEqual([429, 403, 503, 401])
  expect(new Set(await Promise.all(others.map((mock) => status(mock))))).toEqual(new Set([200]))
  expect(new Set(await Promise.all(others.map((mock) => status(mock))))).toEqual(new Set([429]))
  expect(new Set(others.map((mock) => mock.log.length))).toEqual(new Set([2]))
  expect(new Set(others.map((mock) => mock.settings.headers))).toEqual(new Set(['standard']))
  expect(new Set(others.map((mock) => mock.tokens.list()[0]?.status))).toEqual(new Set(['valid']))
  expect(Math.max(...others.map((mock) => mock.clock.now()))).toBeLessThan(fourth.clock.now())
})

test('hundreds of mocks listen, each on its own port', async () => {
  const listening = await Promise.all(
    times(200, undefined).map(() =>
      createMock({ tokens: [token], limit: { requests: 1, windowMs: hourMs } }).listen(),
    ),
  )
  onTestFinished(async () => void (await Promise.all(listening.map(({ close }) => close()))))
  expect(new Set(listening.map(({ port }) => port)).size).toBe(200)
  // Others on the machine may still ask a port that was another server's before, but not with a
  // token.
  const headers = { authorization: `Bearer ${token}` }
  const ask = async (url: string): Promise<number> => (await fetch(`${url}/coolness`, { headers })).status
  for (const expected of [200, 429]) {
    const seen = await Promise.all(listening.map(({ url }) => ask(url)))
    expect(seen).toEqual(times(200, expected))
  }
})
