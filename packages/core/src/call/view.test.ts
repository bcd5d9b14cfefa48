import { expect, it, vi } from 'vitest'
import { json, setUp } from './setUp.testing.ts'

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
