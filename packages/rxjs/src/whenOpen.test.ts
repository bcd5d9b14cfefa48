import { createBando, memoryStore } from '@bando/core'
import { firstValueFrom } from 'rxjs'
import { expect, it, onTestFinished, vi } from 'vitest'
import { json, setUp } from './setUp.testing.ts'
import { whenOpen$ } from './whenOpen.ts'

it('emits at once when a call could leave now', () => {
  const { bando } = setUp(() => json())
  let told = ''
  whenOpen$(bando).subscribe({ next: () => (told += 'open '), complete: () => (told += 'complete') })
  expect(told).toBe('open complete')
})

it('emits once, when budget is left', async () => {
  const { bando, clock } = setUp(() => json(), { anonymousLimit: { requests: 1, windowMs: 1000 } })
  await bando.get('/a')
  const calls: Promise<{ waitedMs: number }>[] = []
  whenOpen$(bando).subscribe(() => calls.push(bando.get('/b')))
  await clock.advance(999)
  expect(calls).toHaveLength(0)
  await clock.advance(10_000)
  expect(await Promise.all(calls)).toMatchObject([{ waitedMs: 0 }])
})

it('emits when a rejected token may be tried again, without a change of the state', async () => {
  const { bando, clock } = setUp(() => json(401), { token: 'bando_revoked' })
  await expect(bando.get('/a')).rejects.toMatchObject({ code: 'rejected' })
  const openedAt: number[] = []
  whenOpen$(bando).subscribe(() => openedAt.push(clock.now()))
  await clock.advance(3_600_000)
  expect(openedAt).toEqual([60_000])
})

it('emits at once when the token is replaced by another', async () => {
  const { bando, clock } = setUp(() => json(401), { token: 'bando_revoked' })
  await expect(bando.get('/a')).rejects.toMatchObject({ code: 'rejected' })
  const opened = firstValueFrom(whenOpen$(bando))
  bando.setToken('bando_good')
  await opened
  expect(clock.now()).toBe(0)
})

it.each(['before', 'while it waits'])(
  'completes without a value when the client is closed %s',
  async (when) => {
    const { bando, clock } = setUp(() => json(401), { token: 'bando_revoked' })
    await expect(bando.get('/a')).rejects.toMatchObject({ code: 'rejected' })
    if (when === 'before') await bando.close()
    const told: string[] = []
    whenOpen$(bando).subscribe({
      next: () => told.push('next'),
      complete: () => told.push('complete'),
    })
    await bando.close()
    expect(told).toEqual(['complete'])
    expect(clock.pending).toBe(0)
  },
)

it('keeps no process alive while it waits', async () => {
  const bando = createBando({
    store: memoryStore(),
    fetch: async () => json(),
    anonymousLimit: { requests: 1, windowMs: 3_600_000 },
  })
  onTestFinished(() => bando.close())
  await bando.get('/a')
  const set = vi.spyOn(globalThis, 'setTimeout')
  const subscription = whenOpen$(bando).subscribe()
  expect(set.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([false])
  subscription.unsubscribe()
})
