import { Readable } from 'node:stream'
import { EMPTY, lastValueFrom, NEVER, of, take, throwError, toArray } from 'rxjs'
import { describe, expect, it, vi } from 'vitest'
import type { EachOptions } from './EachOptions.ts'
import { fromEach } from './fromEach.ts'
import { after, json, never, setUp } from './setUp.testing.ts'

const path = (id: unknown): string => `/${String(id)}`
const echo = ({ url }: { readonly url: URL }): Response => Response.json(url.pathname.slice(1))

/** Ids without end, and how many were pulled. */
function endless(): { source: Generator<number>; pulled: () => number; isClosed: () => boolean } {
  let pulled = 0
  let isClosed = false
  function* ids(): Generator<number> {
    try {
      for (;;) yield pulled++
    } finally {
      isClosed = true
    }
  }
  return { source: ids(), pulled: () => pulled, isClosed: () => isClosed }
}

async function* later<Value>(values: readonly Value[]): AsyncGenerator<Value> {
  for (const value of values) yield await Promise.resolve(value)
}

it.each([
  ['an array', () => ['a', 'b', 'c']],
  ['a set', () => new Set(['a', 'b', 'c'])],
  ['a string', () => 'abc'],
  ['a generator', () => ['a', 'b', 'c'].values()],
  ['an async generator', () => later(['a', 'b', 'c'])],
  ['a stream', () => Readable.from(['a', 'b', 'c']) as AsyncIterable<string>],
])('asks for each value of %s, in order', async (_, source) => {
  const { bando, clock } = setUp(echo)
  const all = lastValueFrom(fromEach(bando, source(), path, { select: ({ data }) => data }).pipe(toArray()))
  await clock.advance(10)
  expect(await all).toEqual(['a', 'b', 'c'])
})

it.each([[[]], [later([])]])('completes at once if there is none', async (source) => {
  const { bando, requests } = setUp(echo)
  expect(await lastValueFrom(fromEach<unknown>(bando, source, path).pipe(toArray()))).toEqual([])
  expect(requests).toHaveLength(0)
})

it('is cold: it iterates anew for each subscription', async () => {
  const { bando } = setUp(echo)
  const all = fromEach(bando, ['a', 'b'], path).pipe(toArray())
  expect(await lastValueFrom(all)).toHaveLength(2)
  expect(await lastValueFrom(all)).toHaveLength(2)
})

it('pulls from an endless generator only what the budget allows', async () => {
  const { bando, clock, requests } = setUp(() => json(), {
    anonymousLimit: { requests: 5, windowMs: 1000 },
  })
  const { source, pulled, isClosed } = endless()
  const subscription = fromEach(bando, source, path).subscribe()
  await clock.advance(500)
  expect(pulled()).toBe(6)
  await clock.advance(1000)
  expect(pulled()).toBe(11)
  expect(requests).toHaveLength(10)
  expect(isClosed()).toBe(false)
  subscription.unsubscribe()
  await clock.advance(5000)
  expect(isClosed()).toBe(true)
  expect(pulled()).toBe(11)
})

it.each([1, 7])('pulls at most `concurrency` values ahead of its results: %d', async (concurrency) => {
  const { bando, clock } = setUp(async () => {
    await after(clock, 10)
    return json()
  })
  const { source, pulled } = endless()
  let results = 0
  let ahead = 0
  const subscription = fromEach(bando, source, path, { concurrency }).subscribe(() => {
    ahead = Math.max(ahead, pulled() - results)
    results += 1
  })
  await clock.advance(60)
  subscription.unsubscribe()
  expect(ahead).toBe(concurrency)
})

it('pulls an async generator one by one', async () => {
  let pulling = 0
  let most = 0
  async function* ids(): AsyncGenerator<number> {
    for (let id = 0; id < 20; id += 1) {
      pulling += 1
      most = Math.max(most, pulling)
      await after(clock, 1)
      pulling -= 1
      yield id
    }
  }
  const { bando, clock } = setUp(echo)
  const all = lastValueFrom(fromEach(bando, ids(), path).pipe(toArray()))
  await clock.advance(100)
  expect(await all).toHaveLength(20)
  expect(most).toBe(1)
})

describe('an error of one request', () => {
  const script = ({ url }: { readonly url: URL }): Response =>
    url.pathname === '/b' ? json(404) : echo({ url })
  const run = async (options: EachOptions<string, string, unknown, unknown>): Promise<unknown[]> => {
    const { bando, clock } = setUp(script)
    const seen: unknown[] = []
    fromEach(bando, 'abc', path, { ...options, select: ({ data }) => data }).subscribe({
      next: (value) => seen.push(value),
      error: (error: { status: number }) => seen.push(error.status),
      complete: () => seen.push('complete'),
    })
    await clock.advance(10)
    return seen
  }

  it('ends the stream', async () => {
    expect(await run({})).toEqual(['a', 404])
  })

  it('is a value, with what it was for', async () => {
    const seen = await run({
      catchEach: (error, id, index) => of({ id, index, status: (error as { status: number }).status }),
    })
    expect(seen).toEqual(['a', { id: 'b', index: 1, status: 404 }, 'c', 'complete'])
  })

  it('is skipped', async () => {
    expect(await run({ catchEach: () => EMPTY })).toEqual(['a', 'c', 'complete'])
  })

  it('ends the stream with another error', async () => {
    expect(await run({ catchEach: () => throwError(() => ({ status: 1 })) })).toEqual(['a', 1])
  })
})

describe('lets the source go', () => {
  it.each(['complete', 'error', 'unsubscribe'])('on %s', async (how) => {
    const { bando, clock } = setUp(() => (how === 'error' ? json(404) : json()))
    const { source, isClosed } = endless()
    const results$ = fromEach(bando, source, path)
    const subscription = (how === 'complete' ? results$.pipe(take(2)) : results$).subscribe({ error() {} })
    await clock.advance(0)
    if (how === 'unsubscribe') subscription.unsubscribe()
    await clock.advance(0)
    expect(isClosed()).toBe(true)
    expect(bando.state.queue.waiting).toBe(0)
  })

  it('an async one that is being pulled: as soon as it has given its value', async () => {
    let isClosed = false
    async function* ids(): AsyncGenerator<number> {
      try {
        await after(clock, 100)
        yield 1
      } finally {
        isClosed = true
      }
    }
    const { bando, clock, requests } = setUp(echo)
    const subscription = fromEach(bando, ids(), path).subscribe()
    await clock.advance(50)
    subscription.unsubscribe()
    await clock.advance(50)
    expect(isClosed).toBe(true)
    expect(requests).toHaveLength(0)
  })

  it('one that unsubscribes its own reader', async () => {
    const { bando, clock, requests } = setUp(never)
    let isClosed = false
    function* ids(): Generator<number> {
      try {
        yield 0
        subscription.unsubscribe()
        yield 1
      } finally {
        isClosed = true
      }
    }
    const subscription = fromEach(bando, ids(), path, { concurrency: 2 }).subscribe()
    await clock.advance(10)
    expect(isClosed).toBe(true)
    // The first value's request was sent at once, and is cancelled.
    expect(requests.map(({ signal }) => signal?.aborted)).toEqual([true])
    expect(bando.state.queue.waiting).toBe(0)
  })

  it('one whose clean-up fails, without an unhandled rejection', async () => {
    const { bando, clock } = setUp(never)
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false as const, value: 1 }),
        return: () => Promise.reject(new Error('clean-up')),
      }),
    }
    const rejected = vi.fn<(reason: unknown) => void>()
    process.on('unhandledRejection', rejected)
    const subscription = fromEach(bando, source, path).subscribe()
    await clock.advance(0)
    subscription.unsubscribe()
    await clock.advance(10)
    process.off('unhandledRejection', rejected)
    expect(rejected).not.toHaveBeenCalled()
  })
})

it.each([
  [
    'a generator',
    function* ids(): Generator<number> {
      yield 1
      throw new Error('mine')
    },
  ],
  [
    'an async generator',
    async function* ids(): AsyncGenerator<number> {
      yield 1
      throw new Error('mine')
    },
  ],
  ['`project`', () => [1, 2]],
])('an error of %s ends the stream, and is not caught by `catchEach`', async (name, source) => {
  const { bando, clock } = setUp(echo)
  const project = (id: number): string => {
    if (name === '`project`' && id === 2) throw new Error('mine')
    return path(id)
  }
  const failed = vi.fn<(error: unknown) => void>()
  fromEach<number>(bando, source(), project, { catchEach: () => EMPTY }).subscribe({ error: failed })
  await clock.advance(10)
  expect(failed).toHaveBeenCalledExactlyOnceWith(new Error('mine'))
})

it.each([undefined, null, 5, {}, NEVER])('refuses %o as a source', (source) => {
  const { bando } = setUp(echo)
  expect(() => fromEach(bando, source as never, path)).toThrow(
    'source: needs an iterable or an async iterable; pipe an observable through mapToBando. Found "',
  )
})

it('respects the options of each request', async () => {
  const { bando, clock } = setUp(() => json(), { anonymousLimit: { requests: 1, windowMs: 60_000 } })
  await bando.get('/first')
  const failed = vi.fn<(error: unknown) => void>()
  fromEach(bando, 'a', (id) => ({ path: path(id), maxWaitMs: 0 })).subscribe({ error: failed })
  await clock.advance(0)
  expect(failed).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'limit' }))
})
