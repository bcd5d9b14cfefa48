import 'zone.js'
import type { Bando } from '@bando/core'
import { createBando, memoryStore } from '@bando/core'
import { asyncScheduler, map } from 'rxjs'
import { expect, it, onTestFinished, vi } from 'vitest'
import { limit$, pollBando, whenOpen$ } from '../src/index.ts'
import { outsideAngular } from '../src/outsideAngular.ts'
import { wait } from '../src/wait.ts'

declare const Zone: {
  readonly current: { readonly name: string; fork(spec: object): AngularZone }
}

interface AngularZone {
  run<Result>(callback: () => Result): Result
}

/** A zone as Angular makes it, and how many timers keep it from being stable. */
function angularZone(): { zone: AngularZone; timers: () => number } {
  let timers = 0
  const count = (by: number, task: { readonly type: string }): void => {
    if (task.type === 'macroTask') timers += by
  }
  const zone = Zone.current.fork({
    name: 'angular',
    properties: { isAngularZone: true },
    onScheduleTask(delegate: { scheduleTask: (...given: unknown[]) => unknown }, ...given: unknown[]) {
      count(1, given[2] as never)
      return delegate.scheduleTask(given[1], given[2])
    },
    onInvokeTask(delegate: { invokeTask: (...given: unknown[]) => unknown }, ...given: unknown[]) {
      count(-1, given[2] as never)
      return delegate.invokeTask(...given.slice(1))
    },
    onCancelTask(delegate: { cancelTask: (...given: unknown[]) => unknown }, ...given: unknown[]) {
      count(-1, given[2] as never)
      return delegate.cancelTask(given[1], given[2])
    },
  })
  return { zone, timers: () => timers }
}

function client(): Bando {
  const bando = createBando({
    store: memoryStore(),
    fetch: async () => Response.json(1),
    anonymousLimit: { requests: 2, windowMs: 3_600_000 },
  })
  onTestFinished(() => bando.close())
  return bando
}

const macrotask = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('counts the timers of a zone', () => {
  const { zone, timers } = angularZone()
  const timer = zone.run(() => setTimeout(() => {}, 1000))
  expect(timers()).toBe(1)
  clearTimeout(timer)
  expect(timers()).toBe(0)
})

it('limit$ leaves no timer in the zone, and tells its values there', async () => {
  const { zone, timers } = angularZone()
  const bando = client()
  // The window of this one ends in an hour: a timer waits for that as soon as there is a
  // subscriber.
  await bando.get('/first')
  const seen: [number, string][] = []
  const subscription = zone.run(() =>
    limit$(bando).subscribe(({ remaining }) => seen.push([remaining, Zone.current.name])),
  )
  expect(timers()).toBe(0)
  // The client looks at its state again in the zone, and sets that timer anew.
  zone.run(() => bando.setToken(undefined))
  await macrotask()
  expect(timers()).toBe(0)
  await zone.run(() => bando.get('/a'))
  await macrotask()
  expect(seen.at(0)).toEqual([1, 'angular'])
  expect(seen.at(-1)).toEqual([0, 'angular'])
  expect(new Set(seen.map(([, name]) => name))).toEqual(new Set(['angular']))
  expect(timers()).toBe(0)
  subscription.unsubscribe()
})

it('pollBando leaves no timer in the zone, and tells its values there', async () => {
  const { zone, timers } = angularZone()
  const names: string[] = []
  const subscription = zone.run(() =>
    pollBando(client(), '/a', { everyMs: 3_600_000 }).subscribe(() => names.push(Zone.current.name)),
  )
  while (names.length === 0) await macrotask()
  expect(timers()).toBe(0)
  subscription.unsubscribe()
})

it('whenOpen$ leaves no timer in the zone', async () => {
  const { zone, timers } = angularZone()
  const bando = client()
  await Promise.all([bando.get('/a'), bando.get('/b')])
  const set = vi.spyOn(globalThis, 'setTimeout')
  const subscription = zone.run(() => whenOpen$(bando).subscribe())
  expect(set).toHaveBeenCalled()
  expect(timers()).toBe(0)
  subscription.unsubscribe()
})

it('enters the zone of the subscriber for values, errors and completion', async () => {
  const { zone } = angularZone()
  const told: string[] = []
  const tell = (kind: string) => (): void => void told.push(`${kind} in ${Zone.current.name}`)
  const later$ = wait(1, asyncScheduler)
  const failing$ = later$.pipe(map(() => expect.fail('as it should')))
  const subscriptions = zone.run(() =>
    [later$, failing$].map((source$) =>
      outsideAngular(source$).subscribe({
        next: tell('next'),
        error: tell('error'),
        complete: tell('complete'),
      }),
    ),
  )
  while (!subscriptions.every(({ closed }) => closed)) await macrotask()
  expect(told).toEqual(['next in angular', 'complete in angular', 'error in angular'])
})
