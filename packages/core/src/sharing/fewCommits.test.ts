import { describe, expect, it } from 'vitest'
import { ManualClock } from '../testing/ManualClock.ts'
import { setUpFew } from './fewCommits.testing.ts'

const windowMs = 3_600_000

describe('members that work with few commits', () => {
  it.each([1000, 9999])(
    'wait for no slot of others that do not use it, of a limit of %i, if each needs one',
    async (requests) => {
      const options = { token: 'bando_good', maxInFlight: 2, limit: { requests, windowMs } }
      const { clock, start, pass, call } = setUpFew(options, 50)
      const waits: number[] = []
      const work = async (index: number): Promise<void> => {
        const bando = start({ random: () => (index + 1) / 8 })
        await pass(25 * index)
        for (;;) {
          waits.push((await call(bando)).waitedMs)
          await pass(50)
        }
      }
      for (let index = 0; index < 2; index += 1) void work(index)
      await clock.advance(1000)
      waits.splice(0)
      await clock.advance(4000)
      expect(waits.length).toBeGreaterThanOrEqual(2 * 35)
      expect(Math.max(...waits)).toBeLessThanOrEqual(10)
    },
  )
})

describe.each(['bando_good', undefined])('the last permits of a limit, with the token %s,', (token) => {
  const limit = { requests: 100, windowMs }

  it('are given to calls that wait together, though their member holds some for calls to come', async () => {
    const { start, burst, sent, clock, call } = setUpFew({
      token,
      limit,
      anonymousLimit: limit,
      maxWaitMs: 1000,
    })
    const bando = start()
    await burst(bando, 40)
    const told = Promise.all(Array.from({ length: 61 }, () => call(bando)))
    await clock.advance(1000)
    const served = (await told).filter((each) => each.told === 'served')
    expect([served.length, sent.length]).toEqual([60, 100])
  })

  it('are given to a member that can wait a moment, though another holds them and does not use them', async () => {
    const { start, burst, sent, clock, call } = setUpFew({
      token,
      limit,
      anonymousLimit: limit,
      maxWaitMs: 1000,
    })
    const [one, other] = [start(), start()]
    await burst(other, 1)
    await burst(one, 40)
    const told = Promise.all(Array.from({ length: 60 }, () => call(other)))
    await clock.advance(1000)
    const served = (await told).filter((each) => each.told === 'served')
    expect([served.length, sent.length]).toEqual([59, 100])
  })

  it('are refused once the process that held them has been killed', async () => {
    const { start, burst, clock, call } = setUpFew({ token, limit, anonymousLimit: limit, maxWaitMs: 20_000 })
    const [bando, own] = [start(), new ManualClock(clock.epoch())]
    await burst(bando, 1)
    const killed = start({ clock: own })
    for (let count = 0; count < 6; count += 1) {
      const served = call(killed)
      await clock.advance(10)
      await served
    }
    const told: Awaited<ReturnType<typeof call>>[] = []
    for (let count = 0; count < 99; count += 1) void call(bando).then((each) => told.push(each))
    await clock.advance(7000)
    const refused = told.filter((each) => each.told === 'limit')
    expect(refused.length).toBeGreaterThanOrEqual(6)
    expect(Math.max(...refused.map(({ waitedMs }) => waitedMs))).toBeLessThanOrEqual(5100)
  })

  it('are given to calls that cannot use those that are held, since they have more time', async () => {
    const { start, burst, sent } = setUpFew({ token, limit, anonymousLimit: limit, maxWaitMs: 1000 })
    const bando = start()
    await burst(bando, 89)
    const told = await burst(bando, 11, { timeoutMs: 60_000 })
    expect(told.filter((each) => each !== 'served')).toEqual([])
    expect(sent).toHaveLength(100)
  })
})

describe.each(['bando_good', undefined])('what the API says of the limit, with the token %s,', (token) => {
  const limit = { requests: 100, windowMs }
  const setUp = async () => {
    const all = setUpFew({ token, limit, anonymousLimit: limit })
    const [bando, other] = [all.start(), all.start()]
    await all.burst(other, 1)
    await all.burst(bando, 8)
    return { ...all, bando, other }
  }

  it.each([
    ['that nothing is left', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '600' }],
    ['that the limit is lower', { 'ratelimit-policy': '"a";q=9;w=3600' }],
  ])('is known to the other members at once: %s', async (_, headers) => {
    const { reply, bando, other, burst, sent } = await setUp()
    reply.headers = headers
    await burst(bando, 1)
    const before = sent.length
    expect(await burst(other, 1)).toEqual(['limit'])
    expect(sent).toHaveLength(before)
  })

  it('is written later if it is no news', async () => {
    const { reply, bando, burst, shared } = await setUp()
    reply.headers = { 'x-ratelimit-remaining': '90', 'ratelimit-policy': '"a";q=100;w=3600' }
    await burst(bando, 1)
    const { commits } = shared.written
    await burst(bando, 8)
    expect(shared.written.commits - commits).toBeLessThanOrEqual(5)
  })

  it('lets no more permits be used at a time than it says are left, though more are held', async () => {
    const { reply, bando, call, clock, burst, sent } = await setUp()
    reply.headers = { 'x-ratelimit-remaining': '2' }
    await burst(bando, 1)
    const before = sent.length
    for (let count = 0; count < 4; count += 1) void call(bando)
    await clock.advance(9)
    expect(sent.length - before).toBeLessThanOrEqual(2)
  })
})

describe.each(['bando_good', undefined])('what a member with the token %s shows as left', (token) => {
  const limit = { requests: 100, windowMs }
  const setUp = async () => {
    const all = setUpFew({ token, limit, anonymousLimit: limit })
    const bando = all.start()
    await all.burst(bando, 8)
    return { ...all, bando }
  }

  it('is no more than the API has said, whatever the member holds', async () => {
    const { reply, bando, burst } = await setUp()
    reply.headers = { 'x-ratelimit-remaining': '3' }
    await burst(bando, 1)
    expect(bando.state.limit).toMatchObject({ remaining: 3, inFlight: 0 })
  })

  it('is no more than a limit allows that the API has lowered, whatever the member holds', async () => {
    const { reply, bando, burst } = await setUp()
    reply.headers = { 'ratelimit-policy': '"a";q=7;w=3600' }
    await burst(bando, 1)
    expect(bando.state.limit).toMatchObject({ requests: 7, remaining: 0, inFlight: 0 })
  })
})
