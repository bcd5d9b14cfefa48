import { expect, it, vi } from 'vitest'
import { failure, json, setUp } from './call/setUp.testing.ts'

it('a closed client tells listeners of its state no more, and leaves no timer for them', async () => {
  const { bando, clock } = setUp(() => json({}))
  const heard = vi.fn<() => void>()
  bando.subscribe(heard)
  await bando.get('/a')
  await clock.advance(0)
  expect(heard).toHaveBeenCalled()
  heard.mockClear()
  await bando.close()
  expect(clock.pending).toBe(0)
  await clock.advance(3_600_000)
  expect(heard).not.toHaveBeenCalled()
})

it('a closed client stops waiting for the source of its token', async () => {
  const { bando, clock } = setUp(() => json({}), { token: () => new Promise<string>(() => {}) })
  const call = failure(bando.get('/a'))
  await clock.advance(0)
  expect(clock.pending).toBeGreaterThan(0)
  await bando.close()
  expect(await call).toMatchObject({ code: 'closed', sent: false })
  expect(clock.pending).toBe(0)
})
