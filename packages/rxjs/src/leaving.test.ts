import type { Bando } from '@bando/core'
import type { Observable } from 'rxjs'
import { concat, EMPTY, NEVER, of, range, Subscription, throwError } from 'rxjs'
import { describe, expect, it } from 'vitest'
import {
  auth$,
  fromBando,
  fromEach,
  limit$,
  mapToBando,
  pollBando,
  queue$,
  retryWhenOpen,
  state$,
  whenOpen$,
} from './index.ts'
import type { Marbles } from './marbles.testing.ts'
import { marbles } from './marbles.testing.ts'

const path = (id: unknown): string => `/${String(id)}`
function* endless(): Generator<string> {
  for (;;) yield 'a'
}

const streams: [string, (given: Marbles) => Observable<unknown>][] = [
  ['fromBando', ({ bando }) => fromBando(bando, '/a')],
  ['fromEach, ordered', ({ bando }) => fromEach(bando, endless(), path)],
  ['fromEach, as they come', ({ bando }) => fromEach(bando, endless(), path, { ordered: false })],
  ['mapToBando', ({ bando }) => range(0, 100).pipe(mapToBando(bando, path))],
  [
    'mapToBando, bounded',
    ({ bando, cold }) => cold('abcdef-gh').pipe(mapToBando(bando, path, { buffer: 2, overflow: 'latest' })),
  ],
  ['pollBando', ({ bando, scheduler }) => pollBando(bando, '/a', { everyMs: 4 }, scheduler)],
  ['state$', ({ bando }) => state$(bando)],
  ['limit$', ({ bando }) => limit$(bando)],
  ['auth$', ({ bando }) => auth$(bando)],
  ['queue$', ({ bando }) => queue$(bando)],
  ['whenOpen$', ({ bando }) => whenOpen$(bando)],
  [
    'retryWhenOpen',
    ({ bando, scheduler }) =>
      fromBando(bando, '/b', { maxWaitMs: 0 }).pipe(retryWhenOpen(bando, {}, scheduler)),
  ],
]

describe.each(streams)('%s', (_, stream) => {
  const setUp = async (): Promise<Marbles> => {
    const given = await marbles({ anonymousLimit: { requests: 2, windowMs: 10 } })
    // Both permits are held at first, so that there is something to wait for.
    given.record(fromBando(given.bando, '/x'))
    given.record(fromBando(given.bando, '/y'))
    return given
  }

  it('leaves nothing behind, whenever it is unsubscribed', async () => {
    for (let leftAt = 0; leftAt <= 40; leftAt += 1) {
      const given = await setUp()
      const recording = given.record(stream(given))
      await given.run(leftAt)
      recording.unsubscribe()
      expect(given.bando.state.queue.waiting).toBe(0)
      const sent = given.requests.length
      await given.run(200)
      expect(given.requests).toHaveLength(sent)
      expect(given.scheduler.actions).toHaveLength(0)
      expect(given.bando.state.limit.inFlight).toBe(0)
      await given.bando.close()
    }
  })

  it('emits nothing more to a subscriber that unsubscribes while it receives a value', async () => {
    const given = await setUp()
    const subscription = new Subscription()
    let values = 0
    subscription.add(
      stream(given).subscribe(() => {
        values += 1
        subscription.unsubscribe()
      }),
    )
    await given.run(200)
    expect(values).toBe(1)
    expect(given.bando.state.queue.waiting).toBe(0)
    expect(given.scheduler.actions).toHaveLength(0)
    expect(given.bando.state.limit.inFlight).toBe(0)
  })

  it('lets its subscriber make a call while it receives a value', async () => {
    const given = await setUp()
    const own: Promise<unknown>[] = []
    const subscription = stream(given).subscribe(() => {
      if (own.length < 2) own.push(given.bando.get('/own', { dedupe: false, priority: 'high' }))
    })
    await given.run(200)
    expect(own.length).toBeGreaterThan(0)
    await Promise.all(own)
    subscription.unsubscribe()
    expect(given.requests.filter(({ url }) => url.pathname === '/own')).toHaveLength(own.length)
  })

  it('ends once, whenever the client is closed', async () => {
    for (let closedAt = 0; closedAt <= 40; closedAt += 4) {
      const given = await setUp()
      let ends = 0
      const end = (): void => void (ends += 1)
      stream(given).subscribe({ error: end, complete: end })
      await given.run(closedAt)
      await given.bando.close()
      await given.run(200)
      expect(ends).toBe(1)
      expect(given.scheduler.actions).toHaveLength(0)
    }
  })
})

const synchronous: [string, Observable<string>, string][] = [
  ['values', of('a', 'b'), '---(AB|)'],
  ['none', EMPTY, '|'],
  ['an error', throwError(() => new Error('mine')), '#'],
  [
    'values, then an error',
    concat(
      of('a'),
      throwError(() => new Error('mine')),
    ),
    '#',
  ],
  ['values, then nothing', concat(of('a', 'b'), NEVER), '---(AB)'],
]

it.each(synchronous)('mapToBando takes a source that pushes %s at once', async (_, source$, expected) => {
  const { bando, record, run } = await marbles()
  const recording = record(source$.pipe(mapToBando(bando, path)))
  await run()
  recording.toBe(expected)
})

it.each([true, false])('two clients on one scheduler do not meet, ordered: %s', async (ordered) => {
  const one = await marbles({ anonymousLimit: { requests: 1, windowMs: 10 } })
  const other: Bando = (await marbles()).bando
  const recording = one.record(fromEach(one.bando, 'ab', path, { ordered }))
  expect(other.state.limit.inFlight).toBe(0)
  await one.run()
  recording.toBe('---A-------------(B|)')
})
