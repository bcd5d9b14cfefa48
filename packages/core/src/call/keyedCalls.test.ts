import { expect, it } from 'vitest'
import type { BandoEvents } from '../index.ts'
import { failure, heldBack, json, setUp } from './setUp.testing.ts'

const hour = 3_600_000
const minute = 60_000

/** Lets a call go on that is still waiting when its client is closed. */
const leave = (call: Promise<unknown>): unknown => call.catch(() => {})

/** A client whose only permit of the hour is spent. */
async function setUpSpent(options: Parameters<typeof setUp>[1] = {}): Promise<ReturnType<typeof setUp>> {
  const started = setUp(() => json({}), {
    limit: { requests: 1, windowMs: hour },
    maxWaitMs: Infinity,
    ...options,
  })
  await started.bando.get('/first')
  return started
}

it('says of each call what it waits for, and until when, by its own place in the queue', async () => {
  const { bando, clock } = await setUpSpent()
  const heard: BandoEvents['wait'][] = []
  bando.on('wait', (event) => heard.push(event))
  leave(bando.get('/a', { key: 'a' }))
  leave(bando.get('/b', { key: 'b' }))
  const wall = bando.state.limit.resetsAt ?? 0
  expect(bando.waitOf('a')).toEqual({ reason: 'limit', nextAt: wall })
  expect(bando.waitOf('b')).toEqual({ reason: 'limit', nextAt: wall + hour })
  expect(heard.map(({ keys, nextAt, reason }) => ({ keys, nextAt, reason }))).toEqual([
    { keys: ['a'], nextAt: wall, reason: 'limit' },
    { keys: ['b'], nextAt: wall + hour, reason: 'limit' },
  ])
  await clock.advance(hour + minute)
  expect(bando.waitOf('a')).toBeUndefined()
  expect(bando.waitOf('b')).toEqual({ reason: 'limit', nextAt: bando.state.limit.resetsAt })
})

it('knows no time where only a response can tell', async () => {
  const { promise, release } = heldBack()
  const { bando } = setUp((_, index) => (index === 0 ? promise : json({})))
  const first = bando.get('/first')
  const second = bando.get('/second', { key: 'second' })
  expect(bando.waitOf('second')).toEqual({ reason: 'verification', nextAt: undefined })
  release()
  await Promise.all([first, second])
  expect(bando.waitOf('second')).toBeUndefined()
})

it('forgets a call that its caller aborted, and knows none that has no key', async () => {
  const { bando } = await setUpSpent()
  const controller = new AbortController()
  const aborted = failure(bando.get('/a', { key: 'a', signal: controller.signal }))
  leave(bando.get('/b'))
  expect(bando.waitOf('a')).toBeDefined()
  expect(bando.waitOf(undefined)).toBeUndefined()
  controller.abort()
  await aborted
  expect(bando.waitOf('a')).toBeUndefined()
})

it('knows a call that several share by the key of each', async () => {
  const { bando } = await setUpSpent()
  leave(bando.get('/a', { key: 1 }))
  leave(bando.get('/a', { key: 2 }))
  expect(bando.state.queue.waiting).toBe(1)
  expect(bando.waitOf(2)).toEqual(bando.waitOf(1))
  expect(bando.waitOf(2)).toBeDefined()
})

it.each([
  ['keeps the key of a caller that has left while another caller gave it, too', 'one', 'limit'],
  ['forgets the key of a caller that has left, though the call goes on for another', 'other', undefined],
])('%s', async (_, key, reason) => {
  const { bando, clock } = await setUpSpent()
  const controller = new AbortController()
  const call = bando.get('/a', { key: 'one' })
  const aborted = failure(bando.get('/a', { key, signal: controller.signal }))
  controller.abort('enough')
  expect(await aborted).toBe('enough')
  expect(bando.waitOf('one')?.reason).toBe('limit')
  expect(bando.waitOf(key)?.reason).toBe(reason)
  await clock.advance(hour + minute)
  await call
  expect(bando.waitOf('one')).toBeUndefined()
})

it('raises a call above those before it, and lowers none', async () => {
  const { bando, clock, requests } = await setUpSpent()
  leave(bando.get('/a'))
  leave(bando.get('/b', { key: 'b', priority: 'low' }))
  bando.raise('b', 'high')
  bando.raise('b', 'low')
  bando.raise('none', 'high')
  await clock.advance(hour + minute)
  expect(requests.map(({ url }) => new URL(url).pathname)).toEqual(['/first', '/b'])
})

it('raises a call that another high one joins', async () => {
  const { bando, clock, requests } = await setUpSpent()
  leave(bando.get('/a'))
  leave(bando.get('/b', { priority: 'low' }))
  leave(bando.get('/b', { priority: 'high' }))
  await clock.advance(hour + minute)
  expect(requests.map(({ url }) => new URL(url).pathname)).toEqual(['/first', '/b'])
})

it('says of a pause that the API asked for when it ends', async () => {
  const { bando, clock } = setUp((_, index) =>
    index === 0 ? json({}, 503, { 'retry-after': '5' }) : json({}),
  )
  const called = bando.get('/a', { key: 'a' })
  await clock.advance(0)
  expect(bando.waitOf('a')?.reason).toBe('server')
  await clock.advance(10_000)
  await called
  expect(bando.waitOf('a')).toBeUndefined()
})

it('refuses a priority that does not exist', () => {
  const { bando } = setUp(() => json({}))
  expect(() => bando.raise('a', 'urgent' as 'high')).toThrow(/priority.*'urgent'|priority.*"urgent"/)
})

it('knows the newest call of a key, although an older one ends', async () => {
  const { promise, release } = heldBack()
  const { bando } = setUp((_, index) => (index === 0 ? promise : json({})), {
    limit: { requests: 1, windowMs: hour },
    maxWaitMs: Infinity,
  })
  const first = bando.get('/a', { key: 'k' })
  leave(bando.get('/b', { key: 'k' }))
  release()
  await first
  expect(bando.waitOf('k')).toMatchObject({ reason: 'limit' })
})

it('tells the listeners of a wait which keys it has', async () => {
  const { bando } = await setUpSpent()
  const keys: (readonly unknown[])[] = []
  bando.on('wait', (event) => keys.push(event.keys))
  leave(bando.get('/a'))
  leave(bando.get('/b', { key: 0 }))
  expect(keys).toEqual([[], [0]])
})
