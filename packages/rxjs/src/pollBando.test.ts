import { asyncScheduler } from 'rxjs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { pollBando } from './pollBando.ts'
import { after, json, setUp } from './setUp.testing.ts'

const dayMs = 86_400_000
const counted = (_: unknown, index: number): Response => Response.json(index)

it('asks at once, and then every everyMs', async () => {
  const { bando, clock, scheduler, requests } = setUp(counted)
  const polledAt: number[] = []
  const subscription = pollBando(bando, '/a', { everyMs: 1000, query: { x: 1 } }, scheduler).subscribe(() =>
    polledAt.push(clock.now()),
  )
  await clock.advance(2500)
  subscription.unsubscribe()
  await clock.advance(2500)
  expect(polledAt).toEqual([0, 1000, 2000])
  expect(requests.map(({ url }) => url.search)).toEqual(['?x=1', '?x=1', '?x=1'])
})

it('sends no request while one is under way: the next one then goes at once', async () => {
  const askedAt: number[] = []
  const { bando, clock, scheduler } = setUp(async () => {
    askedAt.push(clock.now())
    await after(clock, 1500)
    return json()
  })
  const subscription = pollBando(bando, '/a', { everyMs: 1000, dedupe: false }, scheduler).subscribe()
  await clock.advance(4400)
  subscription.unsubscribe()
  expect(askedAt).toEqual([0, 1500, 3000])
})

it('emits a response only if its data differs from the one before', async () => {
  const bodies = [
    { status: 'PENDING' },
    { status: 'PENDING' },
    { status: 'COMPLETED' },
    { status: 'PENDING' },
  ]
  const { bando, clock, scheduler } = setUp((_, index) => Response.json(bodies[index % 4]))
  const seen: unknown[] = []
  const subscription = pollBando(bando, '/a', { everyMs: 1000 }, scheduler).subscribe(({ data }) =>
    seen.push(data),
  )
  await clock.advance(3500)
  subscription.unsubscribe()
  expect(seen).toEqual([bodies[0], bodies[2], bodies[3]])
})

it('ends with the first response that `until` wants, and emits it', async () => {
  const { bando, clock, scheduler, requests } = setUp(counted)
  const seen: unknown[] = []
  pollBando<number>(bando, '/a', { everyMs: 1000, until: ({ data }) => data === 2 }, scheduler).subscribe({
    next: ({ data }) => seen.push(data),
    complete: () => seen.push('complete'),
  })
  await clock.advance(10_000)
  expect(seen).toEqual([0, 1, 2, 'complete'])
  expect(requests).toHaveLength(3)
})

it('is never faster than the budget, nor refused: it waits for a permit, however long that takes', async () => {
  const { bando, clock, scheduler, requests } = setUp(counted, {
    anonymousLimit: { requests: 2, windowMs: 3_600_000 },
  })
  const subscription = pollBando(bando, '/a', { everyMs: 1000 }, scheduler).subscribe()
  await clock.advance(3_000_000)
  expect(requests).toHaveLength(2)
  await clock.advance(1_000_000)
  expect(requests).toHaveLength(4)
  subscription.unsubscribe()
})

it.each([
  [{}, ['/other', '/a']],
  [{ priority: 'high' as const }, ['/a', '/other']],
])('lets other calls go first, unless told otherwise: %o', async (options, expected) => {
  const { bando, clock, scheduler, requests } = setUp(counted, {
    anonymousLimit: { requests: 1, windowMs: 1000 },
  })
  await bando.get('/first')
  const subscription = pollBando(bando, '/a', { everyMs: 60_000, ...options }, scheduler).subscribe()
  const other = bando.get('/other')
  await clock.advance(5000)
  await other
  subscription.unsubscribe()
  expect(requests.slice(1).map(({ url }) => url.pathname)).toEqual(expected)
})

describe('everyMs', () => {
  afterEach(() => void vi.useRealTimers())

  it.each([30 * dayMs, 2 ** 31, 1000 * dayMs])(
    'of %d ms polls no sooner, even if one timer is too short',
    async (everyMs) => {
      const { bando, requests } = setUp(counted)
      vi.useFakeTimers()
      const subscription = pollBando(bando, '/a', { everyMs }, asyncScheduler).subscribe()
      await vi.advanceTimersByTimeAsync(everyMs - 1)
      expect(requests).toHaveLength(1)
      await vi.advanceTimersByTimeAsync(1)
      expect(requests).toHaveLength(2)
      subscription.unsubscribe()
    },
  )

  it.each([0, -1, Number.NaN])('of %d is refused', (everyMs) => {
    const { bando } = setUp(() => json())
    expect(() => pollBando(bando, '/a', { everyMs })).toThrow(
      `everyMs: needs a number of at least 1. Found "${everyMs}".`,
    )
  })

  it('of Infinity asks once', async () => {
    const { bando, clock, scheduler, requests } = setUp(counted)
    const subscription = pollBando(bando, '/a', { everyMs: Infinity }, scheduler).subscribe()
    await clock.advance(100 * dayMs)
    expect(requests).toHaveLength(1)
    subscription.unsubscribe()
  })
})

it('ends with the first error', async () => {
  const { bando, clock, scheduler, requests } = setUp((_, index) => (index === 0 ? json() : json(404)))
  const failed = vi.fn<(error: unknown) => void>()
  pollBando(bando, '/a', { everyMs: 1000 }, scheduler).subscribe({ error: failed })
  await clock.advance(10_000)
  expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ status: 404 }))
  expect(requests).toHaveLength(2)
})

it.each(['while it waits', 'while a request is under way', 'before'])(
  'errs at once when the client is closed %s',
  async (when) => {
    const { bando, clock, scheduler } = setUp(async () => {
      await after(clock, 10)
      return json()
    })
    if (when === 'before') await bando.close()
    const failed = vi.fn<(error: unknown) => void>()
    pollBando(bando, '/a', { everyMs: 30 * dayMs }, scheduler).subscribe({ error: failed })
    await clock.advance(when === 'while it waits' ? 1000 : 5)
    await bando.close()
    expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'closed' }))
    await clock.advance(10)
    expect(clock.pending).toBe(0)
  },
)

describe('whileVisible', () => {
  class Page extends EventTarget {
    hidden = false
    listeners = 0
    override addEventListener(...given: Parameters<EventTarget['addEventListener']>): void {
      this.listeners += 1
      super.addEventListener(...given)
    }
    override removeEventListener(...given: Parameters<EventTarget['removeEventListener']>): void {
      this.listeners -= 1
      super.removeEventListener(...given)
    }
    show(isShown: boolean): void {
      this.hidden = !isShown
      this.dispatchEvent(new Event('visibilitychange'))
    }
  }

  it('sends no request while the page is hidden, and one as soon as it is visible', async () => {
    const page = new Page()
    vi.stubGlobal('document', page)
    const { bando, clock, scheduler } = setUp(counted)
    const polledAt: number[] = []
    const options = { everyMs: 1000, whileVisible: true }
    const subscription = pollBando(bando, '/a', options, scheduler).subscribe(() =>
      polledAt.push(clock.now()),
    )
    await clock.advance(500)
    page.show(false)
    await clock.advance(5000)
    page.show(false)
    await clock.advance(700)
    page.show(true)
    await clock.advance(1000)
    page.show(false)
    await clock.advance(3000)
    expect(polledAt).toEqual([0, 6200, 7200])
    expect(page.listeners).toBe(1)
    subscription.unsubscribe()
    expect(page.listeners).toBe(0)
    expect(clock.pending).toBe(0)
  })

  it('always asks if there is no page', async () => {
    const { bando, clock, scheduler, requests } = setUp(counted)
    const subscription = pollBando(bando, '/a', { everyMs: 1000, whileVisible: true }, scheduler).subscribe()
    await clock.advance(1500)
    subscription.unsubscribe()
    expect(requests).toHaveLength(2)
  })

  it('hears of a closed client though the page is hidden', async () => {
    const page = new Page()
    page.hidden = true
    vi.stubGlobal('document', page)
    const { bando, scheduler } = setUp(counted)
    const failed = vi.fn<(error: unknown) => void>()
    pollBando(bando, '/a', { everyMs: 1000, whileVisible: true }, scheduler).subscribe({ error: failed })
    await bando.close()
    expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'closed' }))
    expect(page.listeners).toBe(0)
  })

  afterEach(() => void vi.unstubAllGlobals())
})
