import { MockOptionError, type Scenario } from '@bando/mock'
import { expect, test } from 'vitest'
import { serve, times } from './serve.ts'

test('nearly-spent: one request left, with a token and without', async () => {
  const { mock, token, statuses } = await serve()
  mock.play('nearly-spent')
  expect([await statuses(2, { token }), await statuses(2)]).toEqual([
    [200, 429],
    [200, 429],
  ])
})

test('nearly-spent: leaves one request of any limit, and restores no spent request', async () => {
  const { mock, token, statuses } = await serve({ limit: { requests: 1, windowMs: 3_600_000 } })
  const vast = { requests: Number.MAX_SAFE_INTEGER, windowMs: 3_600_000 }
  const partner = mock.tokens.issue({ limit: vast })
  expect(await statuses(1, { token })).toEqual([200])
  mock.play('nearly-spent')
  expect([await statuses(1, { token }), await statuses(2, { token: partner })]).toEqual([[429], [200, 429]])
})

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
  '%d requests cannot be spent',
  async (requests) => {
    const { mock } = await serve()
    expect(() => mock.spend({ address: '127.0.0.1' }, requests)).toThrow(
      new RangeError(`spend: expected a whole number of requests, 0 or more, but "${requests}" was given.`),
    )
  },
)

test('rolled-token: the old one is revoked, and its owner has a new one', async () => {
  const { mock, statuses } = await serve()
  const old = mock.tokens.issue({ owner: 'partner' })
  const { tokens } = mock.play('rolled-token')
  expect([await statuses(1, { token: old }), await statuses(1, { token: tokens['partner'] })]).toEqual([
    [401],
    [200],
  ])
})

test('rolled-token: works with any owner name, and skips expired tokens', async () => {
  const { mock } = await serve()
  for (const owner of ['constructor', '__proto__']) mock.tokens.issue({ owner })
  mock.tokens.issue({ owner: 'late', expiresInMs: 10 })
  mock.advance(10)
  const { tokens } = mock.play('rolled-token')
  expect(Object.keys(tokens)).toEqual(expect.arrayContaining(['constructor', '__proto__']))
  expect(Object.keys(tokens)).not.toContain('late')
})

test('locked, then healthy', async () => {
  const { mock, token, statuses } = await serve()
  mock.play('locked')
  expect([await statuses(1, { token }), await statuses(1)]).toEqual([[403], [200]])
  mock.play('healthy')
  expect(await statuses(1, { token })).toEqual([200])
})

test.each(['owner', 'address'] as const)('locked: where the lockout is by %s, by that alone', async (by) => {
  const { mock, token, statuses } = await serve({ lockout: { by } })
  mock.play('locked')
  expect(mock.state.lockouts.map(({ kind }) => kind)).toEqual([by])
  expect(await statuses(1, { token })).toEqual([403])
  const who = by === 'owner' ? { address: '127.0.0.1' } : { owner: 'a' }
  expect(() => mock.lock(who)).toThrow(/^lock: there is no lockout by (owner|address), as .* Set it\.$/)
})

test('locked: is refused if there is no lockout', async () => {
  const { mock } = await serve({ lockout: false })
  expect(() => mock.play('locked')).toThrow(/no lockout/)
})

test('flapping: every second request fails', async () => {
  const { mock, statuses } = await serve()
  mock.play('flapping')
  expect(await statuses(4)).toEqual([200, 503, 200, 503])
})

test('outage: nothing is served, and nothing spent', async () => {
  const { mock, token, statuses } = await serve()
  mock.play('outage')
  expect(await statuses(3, { token })).toEqual(times(3, 503))
  expect(mock.state.callers.every(({ used }) => used === 0)).toBe(true)
})

test('slow: delays responses', async () => {
  const { mock } = await serve()
  mock.play('slow')
  expect(mock.faults.list()).toMatchObject([{ fault: { delayMs: { medianMs: 800, p99Ms: 5000 } } }])
})

test('an unknown scenario is refused, with the known names', async () => {
  const { mock } = await serve()
  const unknown: string = 'blackout'
  expect(() => mock.play(unknown as Scenario)).toThrow(
    new MockOptionError(
      'There is no scenario "blackout". Play one of "healthy", "nearly-spent", "rolled-token", "locked", "flapping", "outage", "slow", "skewed-clock".',
    ),
  )
})

test('skewed-clock: the Date field is two hours ahead', async () => {
  const { mock, ask } = await serve()
  const dated = async () => Date.parse((await ask()).headers.get('date') ?? '')
  const before = await dated()
  mock.play('skewed-clock')
  expect((await dated()) - before).toBe(7_200_000)
})

test('reset: restores the state at the start, and every token as it was issued', async () => {
  const { mock, token, statuses } = await serve()
  const revoked = mock.tokens.issue({ status: 'revoked' })
  mock.tokens.revoke(token)
  mock.configure({ errors: 'plain' })
  mock.play('outage')
  mock.advance(1000)
  await statuses(1)
  mock.reset()
  expect([mock.log, mock.faults.list(), mock.state.lockouts]).toEqual([[], [], []])
  expect(await statuses(1, { token })).toEqual([200])
  expect(await statuses(1, { token: revoked })).toEqual([401])
  expect(mock.settings.errors).toBe('bando')
})

test('reset: an expired token is valid again for its whole time', async () => {
  const { mock, statuses } = await serve()
  const token = mock.tokens.issue({ expiresInMs: 1000 })
  mock.advance(1000)
  expect(await statuses(1, { token })).toEqual([401])
  mock.reset()
  mock.clock.freeze()
  expect(await statuses(1, { token })).toEqual([200])
  mock.advance(1000)
  expect(await statuses(1, { token })).toEqual([401])
})
