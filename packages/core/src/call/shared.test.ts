import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Bando, BandoOptions } from '../index.ts'
import { createBando } from '../index.ts'
import { ManualClock, SharedMemory } from '../testing/index.ts'
import { unconfirmedMs } from '../limiter/auth/Unconfirmed.ts'
import { leaseMs } from '../sharing/commit/leaseTimes.ts'
import { failure, heldBack, json } from './setUp.testing.ts'

const limit = { requests: 3, windowMs: 60_000 }
/** How long a permit of `limit` is held after its answer. */
const heldMs = 60_031
/**
 * How long after a commit a request may reach the API at most: its lease, `timeoutMs` and
 * `maxFlightMs`.
 */
const longestMs = leaseMs + 90_000
/**
 * How long after a member was killed a request of it may still be a failed login: its lease,
 * `maxFlightMs` and a minute.
 */
const unknownMs = leaseMs + 60_000 + unconfirmedMs
const key = 'https://api.bando.cool#5'

type Respond = (authorization: string | null) => Response | Promise<Response>

/** Members of one store, each as a process of its own would be, on a clock that stands still. */
function setUp() {
  const disk = new SharedMemory()
  const clock = new ManualClock()
  const sent: (string | null)[] = []
  let respond: Respond = () => json({})
  const start = (options: BandoOptions = {}): Bando => {
    const bando = createBando({
      token: 'bando_good',
      limit,
      store: disk.member({ onOutage: 'fail' }),
      clock,
      maxWaitMs: 0,
      fetch: (_url, init) => {
        const authorization = new Headers(init.headers).get('authorization')
        sent.push(authorization)
        return Promise.resolve(respond(authorization))
      },
      ...options,
    })
    onTestFinished(() => bando.close())
    return bando
  }
  /** A member that was killed with `count` requests under way: it never says how they ended. */
  const killed = async (count: number, options: BandoOptions = {}): Promise<void> => {
    let isFirst = true
    const bando = start({
      clock: new ManualClock(clock.epoch()),
      fetch: () => {
        if (!isFirst) return new Promise(() => {})
        isFirst = false
        return Promise.resolve(json({}))
      },
      ...options,
    })
    await bando.get('/first')
    for (let index = 0; index < count; index += 1) void bando.get(`/${index}`).catch(() => {})
    await clock.advance(0)
  }
  return { disk, clock, sent, start, killed, respondWith: (next: Respond) => (respond = next) }
}

describe('members of one store', () => {
  it('are one budget', async () => {
    const { start, sent } = setUp()
    const [one, other] = [start(), start()]
    await one.get('/a')
    await other.get('/b')
    await other.get('/c')
    expect(await failure(one.get('/d'))).toMatchObject({ code: 'limit', sent: false })
    expect(await failure(other.get('/e'))).toMatchObject({ code: 'limit', sent: false })
    expect(sent).toHaveLength(3)
  })

  it('hear of what the others do: a call that waits leaves when another member has its answer', async () => {
    const { start, clock, respondWith } = setUp()
    const { promise, release } = heldBack()
    respondWith(() => promise)
    const [one, other] = [start(), start({ maxWaitMs: 1000 })]
    const probe = one.get('/a')
    await clock.advance(0)
    const waiting = other.get('/b')
    await clock.advance(500)
    expect(other.state.queue.waiting).toBe(1)
    respondWith(() => json({}))
    release()
    await clock.advance(0)
    expect((await waiting).waitedMs).toBe(500)
    expect((await probe).status).toBe(200)
  })

  it('show in their state what the others have spent', async () => {
    const { start, clock } = setUp()
    const [one, other] = [start(), start()]
    await one.get('/a')
    await clock.advance(200)
    expect(other.state.limit.remaining).toBe(2)
  })

  it('have four under way between them', async () => {
    const { start, clock, sent, respondWith } = setUp()
    const [one, other] = [
      start({ limit: { requests: 50, windowMs: 1000 } }),
      start({ limit: { requests: 50, windowMs: 1000 } }),
    ]
    await one.get('/a')
    await other.get('/a')
    respondWith(() => new Promise(() => {}))
    for (let index = 0; index < 5; index += 1) {
      for (const member of [one, other]) void member.get(`/${index}`, { maxWaitMs: 100 }).catch(() => {})
    }
    await clock.advance(0)
    expect(sent).toHaveLength(2 + 4)
  })

  it.each([
    ['the same member', 0],
    ['another', 1],
  ])('serve calls of %s 15 s after slow ones took every slot, and then at once', async (_, index) => {
    const { start, clock, respondWith } = setUp()
    const options = { limit: { requests: 50, windowMs: 60_000 }, maxWaitMs: 20_000, timeoutMs: 60_000 }
    const members = [start(options), start(options)] as const
    for (const member of members) await member.get('/a')
    const [slow] = members
    const other = members[index] ?? slow
    const { promise, release } = heldBack()
    respondWith(() => promise.then((response) => response.clone()))
    const catalogue = ['/1', '/2', '/3', '/4'].map((path) => slow.get(path))
    await clock.advance(0)
    respondWith(() => json({}))
    const calls = ['/5', '/6', '/7', '/8', '/9'].map((path) => other.get(path))
    await clock.advance(14_999)
    expect(other.state.queue).toMatchObject({ waiting: 5, reason: 'inFlight' })
    await clock.advance(1)
    expect(await Promise.all(calls)).toMatchObject(calls.map(() => ({ waitedMs: 15_000 })))
    expect(await other.get('/10')).toMatchObject({ waitedMs: 0 })
    release()
    expect(await Promise.all(catalogue)).toHaveLength(4)
  })

  it('with a bad token cost one invalid request between them, ten as well as one', async () => {
    const { start, clock, sent, respondWith } = setUp()
    const { promise, release } = heldBack()
    respondWith(() => promise)
    const members = Array.from({ length: 10 }, () => start({ token: 'bando_bad', maxWaitMs: 10_000 }))
    const failures = members.flatMap((member) => ['/a', '/b'].map((path) => failure(member.get(path))))
    await clock.advance(0)
    release(json({}, 401))
    for (const error of await Promise.all(failures)) expect(error).toMatchObject({ code: 'rejected' })
    expect(sent).toHaveLength(1)
  })

  it('write nothing while nothing happens, whatever they have written before', async () => {
    const { start, clock, disk, respondWith } = setUp()
    const members = ['bando_b', 'bando_a', 'bando_c'].map((token) => start({ token }))
    respondWith((authorization) => json({}, authorization === 'Bearer bando_c' ? 401 : 200))
    for (const member of [...members, ...members.toReversed()]) await member.get('/a').catch(() => {})
    await clock.advance(1000)
    const written = disk.texts.get(key)
    await clock.advance(10_000)
    expect(disk.texts.get(key)).toBe(written)
  })

  it('leave what another member has proven to that one, and prove it for themselves', async () => {
    const { start, clock, sent, respondWith } = setUp()
    const many = { limit: { requests: 50, windowMs: 60_000 } }
    const one = start(many)
    await one.get('/a')
    await clock.advance(10)
    const other = start(many)
    await clock.advance(500)
    respondWith(() => new Promise(() => {}))
    for (const path of ['/b', '/c']) void one.get(path, { maxWaitMs: 9 }).catch(() => {})
    await clock.advance(0)
    expect(sent).toHaveLength(3)
    for (const path of ['/d', '/e']) void other.get(path, { maxWaitMs: 9 }).catch(() => {})
    await clock.advance(0)
    expect(sent).toHaveLength(4)
  })

  it('all know of a lockout', async () => {
    const { start, sent, respondWith } = setUp()
    const [one, other] = [start(), start({ token: 'bando_other' })]
    respondWith(() => new Response('Maximum number of login attempts exceeded', { status: 403 }))
    expect(await failure(one.get('/a'))).toMatchObject({ code: 'locked', sent: true })
    expect(await failure(other.get('/a'))).toMatchObject({ code: 'locked', sent: false })
    expect(sent).toHaveLength(1)
  })

  it('carry a budget on from a token to the one that replaced it at another member', async () => {
    const { start } = setUp()
    const [one, other] = [start(), start()]
    await one.get('/a')
    await other.get('/b')
    one.setToken('bando_next')
    await one.get('/c')
    other.setToken('bando_next')
    expect(await failure(other.get('/d'))).toMatchObject({ code: 'limit' })
    const third = start({ token: 'bando_next' })
    expect(await failure(third.get('/e'))).toMatchObject({ code: 'limit' })
  })

  it('obey what the server said to one of them', async () => {
    const { start, respondWith } = setUp()
    const [one, other] = [start(), start()]
    respondWith(() => json({}, 429, { 'retry-after': '7' }))
    expect(await failure(one.get('/a'))).toMatchObject({ code: 'limit', status: 429 })
    expect(await failure(other.get('/a'))).toMatchObject({ code: 'limit', sent: false })
  })
})

describe('a member that is started again', () => {
  it('goes on with what is left', async () => {
    const { start, clock } = setUp()
    const before = start()
    await before.get('/a')
    await before.get('/b')
    await before.close()
    const after = start()
    await after.get('/c')
    expect(await failure(after.get('/d'))).toMatchObject({ retryAt: clock.epoch() + heldMs })
    await clock.advance(heldMs)
    expect(await after.get('/d')).toMatchObject({ status: 200 })
  })

  it('asks about its token anew, alone, though it was good a second ago (P2)', async () => {
    const { start, clock, sent, respondWith } = setUp()
    const before = start()
    await before.get('/a')
    await before.close()
    await clock.advance(1)
    respondWith(() => new Promise(() => {}))
    const after = start({ maxWaitMs: 10 })
    void after.get('/b').catch(() => {})
    void after.get('/c').catch(() => {})
    await clock.advance(0)
    expect(sent).toHaveLength(2)
  })

  it('remembers that its token was rejected', async () => {
    const { start, sent, respondWith } = setUp()
    respondWith(() => json({}, 401))
    const before = start()
    await failure(before.get('/a'))
    await before.close()
    expect(await failure(start().get('/b'))).toMatchObject({ code: 'rejected', sent: false })
    expect(sent).toHaveLength(1)
  })

  it('holds what was under way when it was killed for its longest, and a window', async () => {
    const { start, clock, killed } = setUp()
    const two = { token: undefined, anonymousLimit: { requests: 2, windowMs: 60_000 } }
    await killed(1, two)
    const after = start(two)
    await clock.advance(longestMs)
    await after.get('/a')
    await clock.advance(heldMs - 1)
    expect(await failure(after.get('/b'))).toMatchObject({ code: 'limit', sent: false })
    await clock.advance(1)
    expect(await after.get('/b')).toMatchObject({ status: 200 })
  })

  it('with four under way asks nothing with its token until the API has forgotten them (P2)', async () => {
    const { start, clock, killed, sent } = setUp()
    const limit = { requests: 100, windowMs: 60_000 }
    await killed(4, { limit })
    const after = start({ limit })
    await clock.advance(unknownMs - 1)
    expect(await failure(after.get('/a'))).toMatchObject({ code: 'limit', sent: false })
    await clock.advance(1)
    await after.get('/a')
    expect(sent).toHaveLength(1)
  })

  it('lets a call that waits for what it had under way leave when the time has come', async () => {
    const { start, clock, killed } = setUp()
    const limit = { requests: 100, windowMs: 60_000 }
    await killed(4, { limit })
    await clock.advance(1)
    const waiting = start({ limit, maxWaitMs: Infinity }).get('/a')
    await clock.advance(unknownMs)
    expect(await waiting).toMatchObject({ waitedMs: unknownMs - 1 })
  })

  it('with two under way asks at once', async () => {
    const { start, killed } = setUp()
    await killed(2, { limit: { requests: 100, windowMs: 60_000 } })
    expect(await start({ limit: { requests: 100, windowMs: 60_000 } }).get('/a')).toMatchObject({
      status: 200,
    })
  })

  it('trusts the wall clock, but never goes back behind what it wrote', async () => {
    const { start, disk, clock } = setUp()
    await start().get('/a')
    await start({ maxWaitMs: 0 }).get('/b')
    const slow = new ManualClock(clock.epoch() - 3_600_000)
    const bando = start({ clock: slow })
    await bando.get('/c')
    await slow.advance(heldMs)
    expect(disk.texts.size).toBe(1)
    expect(await bando.get('/d')).toMatchObject({ status: 200 })
  })
})

describe('the time that passes at once when a member catches up with another is no wait (P8)', () => {
  const oneMinute = 60_000

  /** A minute behind what another member has written. */
  const setUpBehind = async () => {
    const { clock, start, ...rest } = setUp()
    const behind = new ManualClock(clock.epoch() - oneMinute)
    await start({ token: 'bando_other' }).get('/a')
    return { ...rest, clock: behind, start: (options: BandoOptions) => start({ clock: behind, ...options }) }
  }

  it('for its first call', async () => {
    const { start } = await setUpBehind()
    expect(await start({}).get('/a')).toMatchObject({ waitedMs: 0 })
  })

  it.each([
    ['maxWaitMs', { maxWaitMs: 2000 }],
    ['deadlineMs', { maxWaitMs: Infinity, deadlineMs: 2001 }],
  ])('for a call that has just enough of %s', async (_, options) => {
    const { start, clock, sent, respondWith } = await setUpBehind()
    respondWith(() => json({}, sent.length === 2 ? 429 : 200, { 'retry-after': '1' }))
    const call = start(options).get('/a')
    await clock.advance(2000)
    expect(await call).toMatchObject({ attempts: 2, waitedMs: 2000 })
  })

  it.each([
    ['maxWaitMs', { maxWaitMs: 5000 }, 'limit'],
    ['deadlineMs', { maxWaitMs: Infinity, deadlineMs: 5000 }, 'timeout'],
  ])('for those that wait already, and leave when their own %s is over', async (_, options, code) => {
    const { start, clock, respondWith } = setUp()
    const { promise, release } = heldBack()
    respondWith((authorization) => (authorization === 'Bearer bando_good' ? promise : json({})))
    const bando = start(options)
    void bando.get('/proof', { deadlineMs: Infinity })
    await clock.advance(0)
    const [hasty, patient] = [
      failure(bando.get('/a')),
      bando.get('/b', { ...options, maxWaitMs: 9000, deadlineMs: 9000 }),
    ]
    await clock.advance(1000)
    const ahead = start({ clock: new ManualClock(clock.epoch() + oneMinute), token: 'bando_other' })
    await ahead.get('/a')
    await clock.advance(1000)
    const joined = bando.get('/b', { maxWaitMs: 9000 })
    await clock.advance(2999)
    expect(bando.state.queue.waiting).toBe(2)
    await clock.advance(1)
    expect(bando.state.queue.waiting).toBe(1)
    expect(await hasty).toMatchObject({ code })
    await clock.advance(1000)
    respondWith(() => json({}))
    release()
    await clock.advance(0)
    expect(await Promise.all([patient, joined])).toMatchObject([{ waitedMs: 6000 }, { waitedMs: 4000 }])
  })
})

it('a pause that the API asked for is as long for a call that joins it after such a jump (P8)', async () => {
  const { start, clock, sent, respondWith } = setUp()
  respondWith((authorization) =>
    json({}, authorization === 'Bearer bando_good' && sent.length === 1 ? 503 : 200, { 'retry-after': '20' }),
  )
  const bando = start({ maxWaitMs: 30_000 })
  const patient = bando.get('/a')
  await clock.advance(4000)
  const ahead = start({ clock: new ManualClock(clock.epoch() + 60_000), token: 'bando_other' })
  await ahead.get('/a')
  await clock.advance(1000)
  expect(await failure(bando.get('/a', { maxWaitMs: 14_999 }))).toMatchObject({ code: 'limit', status: 503 })
  const joined = bando.get('/a', { maxWaitMs: 15_000 })
  await clock.advance(15_000)
  expect(await Promise.all([patient, joined])).toMatchObject([{ waitedMs: 20_000 }, { waitedMs: 15_000 }])
})

describe('a store that fails', () => {
  const broken = new Error('the disk is full')

  it.each(['read', 'write'] as const)(
    'at a %s turns calls away, and lets them leave when it is mended',
    async (at) => {
      const { start, disk, sent } = setUp()
      const bando = start()
      await bando.get('/a')
      disk.failure = { at, error: broken }
      expect(await failure(bando.get('/b'))).toMatchObject({ code: 'store', sent: false, cause: broken })
      expect(sent).toHaveLength(1)
      disk.failure = undefined
      await bando.get('/c')
      await bando.get('/d')
      expect(await failure(bando.get('/e'))).toMatchObject({ code: 'limit' })
    },
  )

  it('while answers come in forgets none of them', async () => {
    const { start, disk, clock, respondWith } = setUp()
    const { promise, release } = heldBack()
    respondWith(() => promise)
    const bando = start({ token: undefined, anonymousLimit: { requests: 1, windowMs: 60_000 } })
    const settled = bando.get('/a')
    await clock.advance(0)
    disk.failure = { at: 'write', error: broken }
    release()
    expect(await settled).toMatchObject({ status: 200 })
    disk.failure = undefined
    await clock.advance(heldMs - 1)
    expect(await failure(bando.get('/b'))).toMatchObject({ code: 'limit' })
  })

  it.each([
    ['torn', (text: string) => text.slice(0, -20)],
    ['changed', (text: string) => text.replace('"answered"', '"answerex"')],
    ['empty', () => ''],
    ['of something else', () => 'not ours at all'],
  ])(
    'by a text that is %s: it is set aside and told, and the member that runs writes back what it knows',
    async (_, damage) => {
      const error = vi.fn<(message: string) => void>()
      const logger = { debug() {}, info() {}, warn() {}, error }
      const { start, disk } = setUp()
      const before = start({ logger })
      await before.get('/a')
      await before.get('/a')
      const damaged = damage(disk.texts.get(key) ?? '')
      disk.damage(key, damaged)
      await before.get('/b')
      expect(disk.texts.get(`${key} damaged`)).toBe(damaged)
      expect(error).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(`${key} damaged`))
      expect(await failure(start().get('/c'))).toMatchObject({ code: 'limit', sent: false })
    },
  )

  it('by a text that makes no sense, with a logger that throws: every call settles, and the client closes', async () => {
    const { start, disk } = setUp()
    await start().get('/a')
    disk.damage(key, 'not ours at all')
    const fail = (): void => {
      throw new Error('the logger is broken, too')
    }
    const bando = start({ logger: { debug: fail, info: fail, warn: fail, error: fail } })
    expect(await bando.get('/b')).toMatchObject({ status: 200 })
    await bando.close()
  })

  it('by losing the text is a first start, if no member remembers anything', async () => {
    const { start, disk } = setUp()
    const before = start()
    for (const path of ['/a', '/b', '/c']) await before.get(path)
    await before.close()
    disk.damage(key, undefined)
    expect(await start().get('/d')).toMatchObject({ status: 200 })
  })

  it('by losing the text counts all as spent that others may have spent, until they tell', async () => {
    const { start, disk, clock, sent } = setUp()
    const [one, other] = [start(), start()]
    await other.get('/a')
    await one.get('/a')
    disk.damage(key, undefined)
    expect(await failure(one.get('/b'))).toMatchObject({
      code: 'limit',
      sent: false,
      retryAt: clock.epoch() + heldMs,
    })
    await clock.advance(200)
    expect(await one.get('/b')).toMatchObject({ status: 200 })
    expect(await failure(other.get('/c'))).toMatchObject({ code: 'limit', sent: false })
    expect(sent).toHaveLength(3)
  })

  it('by giving back an older text is corrected by the member that knows better', async () => {
    const { start, disk } = setUp()
    const bando = start()
    await bando.get('/a')
    const older = disk.texts.get(key)
    await bando.get('/b')
    await bando.get('/c')
    disk.damage(key, older, 1)
    expect(await failure(bando.get('/d'))).toMatchObject({ code: 'limit', sent: false })
  })
})

it('a call that is aborted while its permit is written gives it back', async () => {
  const { start, sent } = setUp()
  const bando = start({ limit: { requests: 1, windowMs: 60_000 } })
  const controller = new AbortController()
  const aborted = failure(bando.get('/a', { signal: controller.signal }))
  controller.abort(new Error('enough'))
  expect(await aborted).toMatchObject({ message: 'enough' })
  expect(sent).toHaveLength(0)
  expect(await bando.get('/b')).toMatchObject({ status: 200 })
})

it('the token is nowhere in the store', async () => {
  const { start, disk } = setUp()
  const bando = start({ token: 'bando_secret' })
  await bando.get('/a')
  bando.setToken('bando_other_secret')
  await bando.get('/b')
  const kept = JSON.stringify([...disk.texts])
  expect(kept).not.toContain('secret')
  expect(kept).not.toContain(btoa('bando_secret').slice(0, 12))
})
