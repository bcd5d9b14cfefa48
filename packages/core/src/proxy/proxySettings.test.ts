import { expect, it } from 'vitest'
import { BandoConfigError } from '../index.ts'
import { toProxySettings } from './proxySettings.ts'

const allow = ['GET /a/']

it.each<[object, string]>([
  [{ perUsers: {} }, 'perUsers: is not an option. Did you mean perUser?'],
  [{ perUser: 5 }, 'perUser: needs an object, such as { maxPending: 20 }. Found 5.'],
  [{ allow: [] }, "allow: needs a list of calls, such as ['GET /api/v1/products/grouped/']. Found an array."],
  [
    { basePath: '/a/' },
    'basePath: needs a path without a slash at its end, such as \'/bando\'. Found "/a/".',
  ],
  [{ userOf: 'x' }, 'userOf: needs a function, such as (request) => userId. Found "x".'],
  [{ check: 'x' }, 'check: needs a function, such as (request) => undefined. Found "x".'],
  [{ priority: 'urgent' }, "priority: needs one of 'high', 'normal', 'low'. Found \"urgent\"."],
  [{ maxWaitMs: -1 }, 'maxWaitMs: needs milliseconds, at least 0, or Infinity. Found -1.'],
])('says of the options %j what is wrong and what is needed', (options, message) => {
  const settings = (): unknown => toProxySettings({ allow, ...options })
  expect(settings).toThrow(new BandoConfigError(message))
})

it.each(['high', 'normal', 'low'] as const)('takes the priority %s', (priority) => {
  expect(toProxySettings({ allow, priority }).priority).toBe(priority)
})

it.each([0, 5000, Infinity])('takes %d ms as the longest wait', (maxWaitMs) => {
  expect(toProxySettings({ allow, maxWaitMs }).maxWaitMs).toBe(maxWaitMs)
})

it('has a default for each option that is left out', () => {
  expect(toProxySettings({ allow })).toMatchObject({
    userLimit: undefined,
    maxPending: 20,
    origins: new Set(),
    headers: [],
    maxBodyBytes: 1_048_576,
    priority: 'normal',
    maxWaitMs: undefined,
  })
})

it('lets every request pass, and takes all for one user, if no function is given', async () => {
  const { check, userOf } = toProxySettings({ allow })
  const request = new Request('https://shop.example/a/')
  expect([await check(request), await userOf(request)]).toEqual([undefined, undefined])
})

it('reads the clock of the machine if none is given', () => {
  const { clock } = toProxySettings({ allow })
  const [startedAt, startedEpoch] = [performance.now(), Date.now()]
  const [now, epoch] = [clock.now(), clock.epoch()]
  expect(now).toBeGreaterThanOrEqual(startedAt)
  expect(now).toBeLessThanOrEqual(performance.now())
  expect(epoch).toBeGreaterThanOrEqual(startedEpoch)
  expect(epoch).toBeLessThanOrEqual(Date.now())
})
