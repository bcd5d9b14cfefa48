import { request } from 'node:http'
import { createMock, mockAdmin, MockOptionError, type MockOptions } from '@bando/mock'
import type { GenericSchema } from 'valibot'
import { expect, onTestFinished, test, vi } from 'vitest'
import { adminOperations } from '../src/admin/adminOperations.ts'
import { namesAt } from '../src/options/namesAt.ts'
import { hourMs, minuteMs, serve } from './serve.ts'

async function administered(options: MockOptions = {}) {
  const served = await serve(options)
  return { ...served, admin: mockAdmin(served.url) }
}

test('tokens are issued with a limit, revoked and expired', async () => {
  const { admin, statuses } = await administered()
  const first = await admin.tokens.issue({ owner: 'a', limit: { requests: 1, windowMs: hourMs } })
  const second = await admin.tokens.issue()
  expect(await statuses(2, { token: first.token })).toEqual([200, 429])
  await admin.tokens.revoke(first.fingerprint)
  await admin.tokens.expire(second.fingerprint)
  expect([...(await statuses(1, first)), ...(await statuses(1, second))]).toEqual([401, 401])
  expect(JSON.stringify(await admin.tokens.list())).not.toContain('bando_')
})

test("a change of a token's limit resets its budget, and lasts until a reset", async () => {
  const { admin, mock, statuses } = await administered()
  const { token, fingerprint } = await admin.tokens.issue({ limit: { requests: 1, windowMs: hourMs } })
  expect(await statuses(2, { token })).toEqual([200, 429])
  await admin.tokens.setLimit(fingerprint, { requests: 2, windowMs: hourMs })
  expect(await statuses(3, { token })).toEqual([200, 200, 429])
  await admin.tokens.setLimit(fingerprint)
  expect(mock.state.callers).toMatchObject([{}, { limit: { requests: 100 }, used: 0 }])
  mock.reset()
  mock.clock.freeze()
  expect(await statuses(2, { token })).toEqual([200, 429])
  const zero = { requests: 0, windowMs: 1 }
  await expect(admin.tokens.setLimit(fingerprint, zero)).rejects.toThrow(/limit\.requests.* must be a whole/)
})

test('time is frozen, advanced and scaled', async () => {
  const { admin, mock } = await administered()
  const before = mock.clock.now()
  expect(await admin.clock({ advanceMs: minuteMs })).toEqual({
    now: before + minuteMs,
    frozen: true,
    scale: 1,
  })
  expect(await admin.clock({ frozen: false, scale: 2 })).toMatchObject({ frozen: false, scale: 2 })
})

test('settings change while it runs', async () => {
  const { admin, token, ask } = await administered()
  await admin.configure({ limit: { requests: 1, windowMs: 1000 }, headers: 'legacy' })
  expect((await ask('/coolness', { token })).headers.get('x-ratelimit-limit')).toBe('1')
  expect((await ask('/coolness', { token })).status).toBe(429)
})

test('budget is spent, and locks start and end', async () => {
  const { admin, statuses } = await administered()
  const { token, fingerprint } = await admin.tokens.issue({ owner: 'a' })
  await admin.spend({ token: fingerprint }, 99)
  expect(await statuses(2, { token })).toEqual([200, 429])
  await admin.lock({ owner: 'a' }, minuteMs)
  expect((await admin.state()).lockouts).toMatchObject([{ kind: 'owner', name: 'a' }])
  expect(await statuses(1, { token })).toEqual([403])
  await admin.unlock({ owner: 'a' })
  expect(await statuses(1, { token })).toEqual([429])
})

test('faults and scenarios are played', async () => {
  const { admin, statuses } = await administered()
  await admin.faults.next({ status: 503 })
  expect(await statuses(2)).toEqual([503, 200])
  await admin.play('outage')
  expect(await statuses(1)).toEqual([503])
  await admin.faults.clear()
  expect(await statuses(1)).toEqual([200])
  await admin.reset()
  expect(await admin.log()).toEqual({ requests: [], nearMisses: [] })
})

test('a token is accepted in the path, with any characters', async () => {
  const { admin, statuses } = await administered({ tokens: ['a/b+c=='] })
  await admin.tokens.setLimit('a/b+c==', { requests: 1, windowMs: hourMs })
  expect(await statuses(2, { token: 'a/b+c==' })).toEqual([200, 429])
  await admin.tokens.revoke('a/b+c==')
  expect(await statuses(1, { token: 'a/b+c==' })).toEqual([401])
})

test('the journal is filtered, and waits for the next match', async () => {
  const { admin, ask, statuses } = await administered()
  await statuses(1)
  await statuses(1, { token: 'wrong' })
  const { requests } = await admin.log({ verdict: 'rejected' })
  expect(requests.map(({ status }) => status)).toEqual([401])
  const next = admin.log({ since: 2, waitMs: 600_000 })
  await ask('/nowhere')
  expect(await next).toMatchObject({ requests: [{ id: 3, path: '/nowhere', status: 404 }], nearMisses: [] })
})

test.each(['reset-before', 'reset-after', 'drop'] as const)(
  'the wait ends with a request whose response a %s withholds',
  async (breakage) => {
    const { admin, ask } = await administered()
    await admin.faults.next({ path: '/coolness', breakage })
    const next = admin.log({ fault: breakage, waitMs: 600_000 })
    ask('/coolness').catch(() => {})
    expect(await next).toMatchObject({ requests: [{ id: 1, status: 0, fault: breakage }], nearMisses: [] })
  },
)

test('when the wait is over, a request without a response yet is found', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const routes = { 'GET /hangs': () => new Promise<never>(() => {}) }
  const { admin, ask, mock } = await administered({ routes })
  const listens = vi.spyOn(mock, 'onRequest')
  const next = admin.log({ path: '/hangs', waitMs: 100 })
  await expect.poll(() => listens).toHaveBeenCalled()
  ask('/hangs').catch(() => {})
  await expect.poll(() => mock.log.length).toBe(1)
  vi.advanceTimersByTime(100)
  expect(await next).toMatchObject({ requests: [{ path: '/hangs', status: 0 }] })
})

test('if nothing matches, it returns the nearest requests with their differences', async () => {
  const { admin, ask, mock } = await administered()
  await ask('/nowhere')
  await ask('/coolness')
  const query = { path: '/coolness', status: 429 }
  const { requests, nearMisses } = await admin.log({ ...query, waitMs: 1 })
  expect(requests).toEqual([])
  expect(nearMisses.map(({ request, differs }) => [request.id, differs])).toEqual([
    [2, [{ field: 'status', wanted: 429, found: 200 }]],
    [
      1,
      [
        { field: 'path', wanted: '/coolness', found: '/nowhere' },
        { field: 'status', wanted: 429, found: 404 },
      ],
    ],
  ])
  expect(nearMisses).toEqual(mock.nearMisses(query))
})

test('requests to the admin API are not counted', async () => {
  const { admin, mock } = await administered()
  await admin.state()
  expect([mock.log, mock.state.callers.filter(({ used }) => used > 0)]).toEqual([[], []])
})

test.each([
  { method: 'POST', path: 'faults', body: '{"status":"soon"}', says: /400 .*status/ },
  { method: 'POST', path: 'faults', body: '{', says: /400 .*not JSON/ },
  {
    method: 'PATCH',
    path: 'clock',
    body: '{"scale":1e999}',
    says: /400 .*scale.* finite .*but Infinity was/,
  },
  { method: 'PATCH', path: 'clock', body: '{"advanceMs":9007199254740991}', says: /400 .*the year 9999/ },
  { method: 'PATCH', path: 'clock', body: '{"advanceMs":253402300799999}', says: /400 .*the year 9999/ },
  {
    method: 'POST',
    path: 'lock',
    body: '{"who":{"owner":"a"},"forMs":1e999}',
    says: /400 .*forMs.*Infinity was/,
  },
  { method: 'PATCH', path: 'settings', body: '{"limit":{"requests":0}}', says: /400 .*limit/ },
  { method: 'PATCH', path: 'settings', body: '{"tokens":[]}', says: /400 .*tokens.*cannot be changed/ },
  { method: 'PATCH', path: 'settings', body: '{"limits":{}}', says: /400 .*no option.*Did you mean/ },
  { method: 'POST', path: 'tokens/0000/revoke', body: '', says: /400 .*never issued/ },
  { method: 'POST', path: 'nowhere', body: '', says: /404 .*not-found/ },
  { method: 'GET', path: 'stat', says: /404 .*nearest is GET \/_mock\/state/ },
  { method: 'GET', path: 'log?verdcit=limited', says: /400 .*no option.*verdcit.*Did you mean.*verdict/ },
  { method: 'GET', path: 'log?verdict=refused', says: /400 .*verdict.* must be one of/ },
  { method: 'GET', path: 'log?status=4xx', says: /400 .*status.* must be a whole number/ },
  {
    method: 'POST',
    path: 'scenario',
    body: '5',
    says: /400 .*"The body must be an object \{ name \}, but 5/,
  },
  { method: 'POST', path: 'lock', body: '{"who":{"token":"bando_real"}}', says: /400 (?!.*bando_real)/ },
  { method: 'POST', path: 'scenario', body: '{"name":"x"}', says: /name.* must be one of .*outage.*but .*x/ },
  {
    method: 'POST',
    path: 'spend',
    body: '{"who":{},"requests":1}',
    says: /who.* must be an object \{ token \}/,
  },
  {
    method: 'POST',
    path: 'spend',
    body: '{"who":{"token":"a"}}',
    says: /requests.* is missing: the body must/,
  },
])('$method $path with $body is refused with the reason', async ({ method, path, body, says }) => {
  const { ask } = await administered()
  const response = await ask(`/_mock/${path}`, { method, ...(body !== undefined && { body }) })
  expect(`${response.status} ${await response.text()}`).toMatch(says)
})

test('every error has a message of the admin API', async () => {
  const { mock } = await administered()
  const operations = Object.entries(adminOperations(mock)).filter(([, { body }]) => body !== undefined)
  for (const [key, { body }] of operations) {
    const names = namesAt(body as GenericSchema, [])
    const bodies = [null, 5, {}, { unknown: 1 }, ...names.map((name) => ({ [name]: null }))]
    for (const wrong of bodies.map((one) => JSON.stringify(one))) {
      const [method = '', path = ''] = key.split(' ')
      const told = await (await mock.fetch(path, { method, body: wrong })).text()
      expect([key, wrong, told]).not.toEqual([key, wrong, expect.stringMatching(/Invalid|must be undefined/)])
    }
  }
})

type Headers = Readonly<Record<string, string>>

/** Asks with whatever header fields; `fetch` would not send these. */
const statusOf = (url: string, method: string, headers: Headers): Promise<number | undefined> =>
  new Promise((resolve) => {
    request(url, { method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).end()
  })

const navigation = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
const image = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }

test.each<[reader: string, expected: number, asked: string, headers: Headers]>([
  ['a page of another origin', 403, 'POST /_mock/reset', { origin: 'https://elsewhere.example' }],
  ['a name that leads here as well', 403, 'GET /_mock/log', { host: 'rebound.example:4010' }],
  ['a name that only begins like ours', 403, 'GET /_mock/log', { host: 'localhost.rebound.example' }],
  ['an image on another site', 403, 'GET /_mock/log', image],
  ['a link from another site to data', 403, 'GET /_mock/state', navigation],
  ['a link from another site to the page', 200, 'GET /_mock', navigation],
  ['its own page', 200, 'GET /_mock/state', { 'sec-fetch-site': 'same-origin' }],
  ['the name localhost', 200, 'GET /_mock/state', { host: 'localhost:4010' }],
])('%s: %i', async (_reader, expected, asked, headers) => {
  const [method = '', path = ''] = asked.split(' ')
  const { url } = await administered()
  expect(await statusOf(`${url}${path}`, method, headers)).toBe(expected)
})

test('another machine is refused unless admin is "everyone"; then any host name is accepted', async () => {
  const init = { address: '192.0.2.1', headers: { host: 'mock.example' } }
  const { mock } = await administered()
  expect((await mock.fetch('/_mock/state', init)).status).toBe(403)
  const open = createMock({ admin: 'everyone' })
  expect((await open.fetch('/_mock/state', init)).status).toBe(200)
})

test('a fault for one token is listed by fingerprint, and can be added by it', async () => {
  const { admin, mock, token } = await administered()
  mock.faults.add({ status: 503, token })
  const [first] = await admin.faults.list()
  expect(first?.fault.token).toMatch(/^[\da-f]{16}$/)
  await admin.faults.add(first?.fault ?? {})
  expect((await admin.faults.list())[1]?.fault).toEqual(first?.fault)
})

test('HEAD of the events ends at once, and leaves no subscription', async () => {
  const { ask, mock } = await administered()
  const stop = vi.fn<() => void>()
  vi.spyOn(mock, 'onRequest').mockReturnValue(stop)
  const response = await ask('/_mock/events', { method: 'HEAD' })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  expect(await response.text()).toBe('')
  expect(stop).toHaveBeenCalledOnce()
})

test('admin false: there is no admin API', async () => {
  const { ask } = await administered({ admin: false })
  expect((await ask('/_mock/state')).status).toBe(404)
})

test.each(['off', 'on', null, 1] as unknown as readonly (boolean | 'everyone')[])(
  'admin %j is refused',
  (admin) => {
    expect(() => createMock({ admin })).toThrow(
      new MockOptionError(
        `Option "admin" must be true, false or "everyone", but ${JSON.stringify(admin)} was given.`,
      ),
    )
  },
)
