import { firstValueFrom } from 'rxjs'
import { expect, it } from 'vitest'
import { json, setUp } from './setUp.testing.ts'
import { whenOpen$ } from './whenOpen.ts'

it('emits at once when a call could leave now', () => {
  const { bando } = setUp(() => json())
  let told = ''
  whenOpen$(bando).subscribe({ next: () => (told += 'open '), complete: () => (told += 'complete') })
  expect(told).toBe('open complete')
})

it('emits once, when budget is left', async () => {
  const { bando, clock, scheduler } = setUp(() => json(), { anonymousLimit: { requests: 1, windowMs: 1000 } })
  await bando.get('/a')
  const calls: Promise<{ waitedMs: number }>[] = []
  whenOpen$(bando, scheduler).subscribe(() => calls.push(bando.get('/b')))
  await clock.advance(999)
  expect(calls).toHaveLength(0)
  await clock.advance(10_000)
  expect(await Promise.all(calls)).toMatchObject([{ waitedMs: 0 }])
})

it('emits when a rejected token may be asked about again, though nothing changes by itself', async () => {
  const { bando, clock, scheduler } = setUp(() => json(401), { token: 'bando_revoked' })
  await expect(bando.get('/a')).rejects.toMatchObject({ code: 'rejected' })
  const openedAt: number[] = []
  whenOpen$(bando, scheduler).subscribe(() => openedAt.push(clock.now()))
  await clock.advance(3_600_000)
  expect(openedAt).toEqual([60_000])
})

it('emits at once when the token is replaced by another', async () => {
  const { bando, clock, scheduler } = setUp(() => json(401), { token: 'bando_revoked' })
  await expect(bando.get('/a')).rejects.toMatchObject({ code: 'rejected' })
  const opened = firstValueFrom(whenOpen$(bando, scheduler))
  bando.setToken('bando_good')
  await opened
  expect(clock.now()).toBe(0)
})
