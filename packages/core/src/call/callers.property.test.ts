import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deferred } from '../deferred.testing.ts'
import type { TokenSource } from '../contract/TokenSource.ts'
import type { Bando, BandoOptions } from '../index.ts'
import { BandoConfigError, createBando, memoryStore } from '../index.ts'
import { numRuns } from '../limiter/call.testing.ts'
import { ManualClock, scriptedTransport, SharedMemory } from '../testing/index.ts'
import { json } from './setUp.testing.ts'

type Store = NonNullable<BandoOptions['store']>

const reason = new Error('the user left')
const limit = { requests: 3, windowMs: 1000 }
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

const replies = {
  ok: () => json({ a: 1 }),
  malformed: () => new Response('{', { headers: { 'content-type': 'application/json' } }),
  endless: () => new Response(new ReadableStream({})),
  missing: () => json({}, 404),
  failed: () => json({}, 503),
  limited: () => json({}, 429, { 'retry-after': '1' }),
  rejected: () => json({}, 401, { 'www-authenticate': 'Bearer error="invalid_token"' }),
  redirected: () => new Response(null, { status: 307, headers: { location: '/elsewhere' } }),
  elsewhere: () => new Response(null, { status: 307, headers: { location: 'https://other.example/' } }),
} as const

const which = fc.nat({ max: 30 })
const client = fc.nat({ max: 1 })
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      client,
      method: fc.constantFrom('GET', 'GET', 'GET', 'POST'),
      path: fc.constantFrom('/a', '/b'),
      as: fc.constantFrom(undefined, undefined, 'text' as const, 'stream' as const, 'response' as const),
      priority: fc.constantFrom('high' as const, 'normal' as const, 'low' as const),
      maxWaitMs: fc.constantFrom(0, 700, Infinity, Infinity),
      deadlineMs: fc.constantFrom(900, Infinity, Infinity),
      isChecked: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('abort' as const), which }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('reply' as const),
      which,
      reply: fc.oneof(
        { weight: 3, arbitrary: fc.constant('ok' as const) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('lost' as const, ...(Object.keys(replies) as (keyof typeof replies)[])),
        },
      ),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('advance' as const), ms: fc.nat({ max: 800 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('tick' as const), ticks: fc.nat({ max: 6 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('listen' as const),
      client,
      which,
      event: fc.constantFrom('wait', 'request', 'response', 'noResponse', 'retry', 'limited'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('token' as const),
      client,
      token: fc.constantFrom('bando_one', 'bando_two', 'late', 'missing', undefined),
    }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
type CallStep = Extract<Step, { kind: 'call' }>

type Stores = () => readonly [Store, Store]

/** Two clients, their callers, and what each has heard. */
class Callers {
  readonly clock = new ManualClock()
  readonly calls: { controller: AbortController; heard: string[] }[] = []
  readonly #held: { resolve: (response: Response) => void; reject: (error: unknown) => void }[] = []
  readonly #lateTokens: (() => void)[] = []
  readonly #transport = scriptedTransport(
    () => new Promise((resolve, reject) => this.#held.push({ resolve, reject })),
  )
  readonly clients: readonly Bando[]

  constructor(stores: Stores) {
    this.clients = stores().map((store) =>
      createBando({
        token: 'bando_one',
        limit,
        anonymousLimit: limit,
        burstShare: 1,
        store,
        clock: this.clock,
        random: () => 0.5,
        fetch: this.#transport,
        logger: quiet,
        maxFlightMs: 500,
        timeoutMs: 3000,
        retry: { baseMs: 100, maxMs: 200 },
      }),
    )
  }

  /** Only some steps take time: the others come in one tick. */
  do(step: Step): Promise<void> | void {
    switch (step.kind) {
      case 'call':
        return this.#call(step)
      case 'abort':
        return this.#abort(step.which)
      case 'reply':
        return this.#reply(step.which, step.reply)
      case 'advance':
        return this.#advance(step.ms)
      case 'tick':
        return ticks(step.ticks)
      case 'listen': {
        const stop = this.clients[step.client]?.on(step.event, () => {
          stop?.()
          this.#abort(step.which)
        })
        return undefined
      }
      case 'token':
        return this.clients[step.client]?.setToken(this.#source(step.token))
    }
  }

  /** Serves everything that waits, until no caller does. */
  async finish(): Promise<void> {
    for (let round = 0; round < 100 && this.calls.some(({ heard }) => heard.length === 0); round += 1) {
      for (const give of this.#lateTokens.splice(0)) give()
      while (this.#held.length > 0) this.#reply(0, 'ok')
      await this.clock.advance(500)
    }
  }

  async #advance(ms: number): Promise<void> {
    await this.clock.advance(ms)
    // Those who have cancelled have heard by now, and hold no place.
    for (const { controller, heard } of this.calls)
      if (controller.signal.aborted) expect(heard).toHaveLength(1)
    const unheard = this.calls.filter(({ heard }) => heard.length === 0)
    for (const { state } of this.clients) expect(state.queue.waiting).toBeLessThanOrEqual(unheard.length)
  }

  #abort(which: number): void {
    this.calls[which % Math.max(1, this.calls.length)]?.controller.abort(reason)
  }

  #source(token: string | undefined): TokenSource | undefined {
    if (token === 'missing') return () => Promise.reject(new Error('There is none.'))
    if (token !== 'late') return token
    return () => {
      const { promise, resolve } = deferred<string>()
      this.#lateTokens.push(() => resolve('bando_late'))
      return promise
    }
  }

  #reply(which: number, reply: 'lost' | keyof typeof replies): void {
    const [request] = this.#held.splice(which % Math.max(1, this.#held.length), 1)
    if (reply === 'lost') request?.reject(new TypeError('fetch failed'))
    else request?.resolve(replies[reply]())
  }

  #call({ client, method, path, isChecked, as, priority, maxWaitMs, deadlineMs }: CallStep): void {
    const controller = new AbortController()
    const heard: string[] = []
    const schema = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value: unknown) =>
          new Promise<{ value: unknown }>((resolve) => {
            this.clock.schedule(() => resolve({ value }), 300)
          }),
      },
    } as const
    this.calls.push({ controller, heard })
    const { signal } = controller
    const form = isChecked ? { as: 'json' as const, schema } : { as }
    const options = { priority, maxWaitMs, deadlineMs, signal, ...form }
    const serve = ({ data }: { readonly data: unknown }): void => {
      heard.push('served')
      const body = data instanceof Response ? data.body : data
      if (body instanceof ReadableStream) body.cancel().catch(() => {})
    }
    const fail = (error: unknown): void => {
      heard.push(String(error))
      // A mistake of this test would keep it from trying anything.
      expect(error).not.toBeInstanceOf(BandoConfigError)
    }
    this.clients[client]?.request(method, path, options).then(serve, fail)
  }
}

async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick += 1) await Promise.resolve()
}

const stores: [string, number, Stores][] = [
  [
    'in one process',
    numRuns,
    () => {
      const store = memoryStore()
      return [store, store]
    },
  ],
  ['apart', numRuns, () => [memoryStore(), memoryStore()]],
  [
    'that share a store',
    // Each moves a clock through the timers of two members.
    Math.ceil(numRuns / 30),
    () => {
      const memory = new SharedMemory()
      return [memory.member(), memory.member()]
    },
  ],
]

describe.each(stores)('every caller of two clients %s hears once (P5)', (_, numRuns, stores) => {
  const property = (
    maxLength: number,
    check: (callers: Callers) => Promise<void>,
  ): fc.IAsyncPropertyWithHooks<[Step[]]> =>
    fc.asyncProperty(fc.array(step, { maxLength, size: 'max' }), async (steps) => {
      const callers = new Callers(stores)
      for (const each of steps) {
        const done = callers.do(each)
        if (done) await done
      }
      await check(callers)
      expect(callers.calls.map(({ heard }) => heard.length)).toEqual(callers.calls.map(() => 1))
      const signals = callers.calls.map(({ controller }) => controller.signal)
      expect(signals.flatMap((signal) => getEventListeners(signal, 'abort'))).toEqual([])
    })

  it('at once if it cancels, and nothing stays, whatever happens meanwhile', async () => {
    const finishes = property(30, async (callers) => {
      const { clients, clock } = callers
      await callers.finish()
      for (const { state } of clients) expect(state.queue.waiting).toBe(0)
      // The last permits come back, and no slot is kept.
      await clock.advance(10_000)
      for (const { state } of clients)
        expect(state.limit).toMatchObject({ remaining: limit.requests, inFlight: 0 })
      await Promise.all([...clients.map((client) => client.close()), clock.advance(1000)])
      expect(clock.pending).toBe(0)
    })
    await fc.assert(finishes, { numRuns })
  })

  it('when the client is closed, whatever went before', async () => {
    const closes = property(15, async ({ clients, clock }) => {
      await Promise.all([...clients.map((client) => client.close()), clock.advance(1000)])
    })
    await fc.assert(closes, { numRuns })
  })
})
