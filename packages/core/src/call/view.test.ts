import { expect, it, vi } from 'vitest'
import { failure, heldBack, json, setUp } from './setUp.testing.ts'

/** An hour and two minutes; the second is the tighter. */
const policies = { 'ratelimit-policy': '"hour";q=100;w=3600, "minutes";q=2;w=120' }
/** How long a permit of the tighter one is held after its answer. */
const heldMs = 120_061

it('of two limits shows the one with the fewest permits left, and tells of what time does to that one', async () => {
  const { bando, clock } = setUp(() => json({}, 200, policies), { token: undefined })
  await bando.get('/a')
  await clock.advance(1000)
  await bando.get('/b')
  const listener = vi.fn<() => void>()
  bando.subscribe(listener)
  const firstAt = clock.now() - 1000 + heldMs
  const limit = { requests: 2, windowMs: 120_000, resetsAt: clock.epoch() + heldMs }
  expect(bando.state.limit).toMatchObject({ ...limit, remaining: 0 })

  await clock.advance(firstAt - 1 - clock.now())
  expect(listener).not.toHaveBeenCalled()
  await clock.advance(1)
  expect(listener).toHaveBeenCalledOnce()
  expect(bando.state.limit).toMatchObject({ ...limit, remaining: 1 })

  await clock.advance(1000)
  expect(listener).toHaveBeenCalledTimes(2)
  expect(bando.state.limit).toMatchObject({ remaining: 2, resetsAt: undefined })
})

it.each<[string, (left: number) => Record<string, string>]>([
  [
    'RateLimit',
    (left) => ({ ratelimit: `"hour";r=${left};t=3600`, 'ratelimit-policy': '"hour";q=60;w=3600' }),
  ],
  ['RateLimit without a policy', (left) => ({ ratelimit: `"hour";r=${left};t=3600` })],
  ['RateLimit-Remaining', (left) => ({ 'ratelimit-limit': '60', 'ratelimit-remaining': `${left}` })],
  ['X-RateLimit-Remaining', (left) => ({ 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': `${left}` })],
])('shows no more than the API said last in %s, after a restart without a store too', async (_, fields) => {
  let left = 6
  const { bando } = setUp(() => {
    left -= 1
    return json({}, 200, fields(left))
  })
  const shown: number[] = []
  for (let index = 0; index < 6; index += 1) {
    await bando.get('/a')
    shown.push(bando.state.limit.remaining)
  }
  expect(shown).toEqual([5, 4, 3, 2, 1, 0])
})

it('takes one off what the API said for each request in flight, and a response that says nothing', async () => {
  const held = heldBack()
  const answers = [json({}, 200, { ratelimit: '"hour";r=5;t=3600' }), held.promise, json({}, 500)]
  const { bando, clock } = setUp((_, index) => answers[index] ?? json({}), { retry: { attempts: 1 } })
  await bando.get('/a')
  const call = bando.get('/b')
  await clock.advance(0)
  expect(bando.state.limit.remaining).toBe(4)
  held.release()
  await call
  await failure(bando.get('/c'))
  expect(bando.state.limit.remaining).toBe(3)
})

it('shows its own count again from the instant at which what the API said is over', async () => {
  const { bando, clock } = setUp(() => json({}, 200, { ratelimit: '"minute";r=5;t=60' }), {
    token: undefined,
  })
  await bando.get('/a')
  const listener = vi.fn<() => void>()
  bando.subscribe(listener)
  await clock.advance(60_999)
  expect(bando.state.limit.remaining).toBe(5)
  await clock.advance(1)
  expect(listener).toHaveBeenCalledOnce()
  expect(bando.state.limit.remaining).toBe(59)
})
