import type { Bando } from '@bando/core'
import { createBando, isBandoError, memoryStore } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import type { Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import { fromBando } from '@bando/rxjs'
import { firstValueFrom } from 'rxjs'
import { describe, expect, it, onTestFinished } from 'vitest'

type Call = (bando: Bando, index: number, signal?: AbortSignal) => Promise<unknown>

/**
 * The packages for React and Nest show the same: `react/test/revokedToken.test.tsx`,
 * `nest/test/service.test.ts`.
 */
const callers: readonly (readonly [string, Call])[] = [
  ['core', (bando, index, signal) => bando.get('/coolness', { query: { index }, signal })],
  [
    'bando.fetch',
    (bando, index, signal) => bando.fetch(`/coolness?index=${index}`, { signal: signal ?? null }),
  ],
  ['RxJS', (bando, index) => firstValueFrom(fromBando(bando, '/coolness', { query: { index } }))],
]

interface Setting {
  readonly mock: Mock
  readonly bando: Bando
  readonly clock: ManualClock
  readonly good: string
}

async function setUp(token?: string): Promise<Setting> {
  const mock = createMock()
  const { url, close } = await mock.listen()
  const clock = new ManualClock()
  const good = mock.tokens.issue()
  const bando = createBando({
    token: token ?? good,
    baseUrl: url,
    clock,
    store: memoryStore(),
    logger: quiet,
  })
  onTestFinished(async () => {
    await bando.close()
    await close()
  })
  return { mock, bando, clock, good }
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} }

async function codes(calls: readonly Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(calls)
  return settled.map((each) => {
    if (each.status === 'fulfilled') return 'served'
    return isBandoError(each.reason) ? each.reason.code : 'aborted'
  })
}

function count({ log }: Mock, status: number): number {
  return log.filter((entry) => entry.status === status).length
}

const fifty = Array.from({ length: 50 }, (_, index) => index)
const all = (code: string): string[] => fifty.map(() => code)

describe.each(callers)('through %s', (_, call) => {
  it('fifty parallel calls with a revoked token are one invalid request, fifty typed errors, and no lockout', async () => {
    const { mock, bando, good } = await setUp()
    mock.tokens.revoke(good)
    expect(await codes(fifty.map((index) => call(bando, index)))).toEqual(all('rejected'))
    expect([count(mock, 401), count(mock, 403)]).toEqual([1, 0])
  })

  it('with the good token set while they wait, all fifty are served', async () => {
    const { mock, bando, good } = await setUp('bando_mistyped')
    const calls = fifty.map((index) => call(bando, index))
    bando.setToken(good)
    expect(await codes(calls)).toEqual(all('served'))
    expect(count(mock, 403)).toBe(0)
    expect(count(mock, 401)).toBeLessThanOrEqual(1)
  })

  it('a token that was good yesterday and was revoked overnight costs one invalid request', async () => {
    const { mock, bando, good, clock } = await setUp()
    await call(bando, 0)
    mock.advance(86_400_000)
    await clock.advance(86_400_000)
    mock.tokens.revoke(good)
    expect(await codes(fifty.map((index) => call(bando, index)))).toEqual(all('rejected'))
    expect([count(mock, 401), count(mock, 403)]).toEqual([1, 0])
  })

  it('a token that is revoked under full load costs four at most, and no lockout', async () => {
    const { mock, bando, good } = await setUp()
    await call(bando, 0)
    const calls = fifty.map((index) => call(bando, index))
    await Promise.any(calls.slice(10))
    mock.tokens.revoke(good)
    const outcomes = await codes(calls)
    expect(outcomes).toContain('rejected')
    expect(count(mock, 401)).toBeGreaterThan(0)
    expect(count(mock, 401)).toBeLessThanOrEqual(4)
    expect(count(mock, 403)).toBe(0)
  })
})

it('five different mistyped tokens within a minute do not lock the account', async () => {
  const { mock, bando, good, clock } = await setUp('bando_mistyped_0')
  for (const index of [1, 2, 3, 4, 5]) {
    await codes([bando.get('/coolness', { maxWaitMs: 0 })])
    bando.setToken(`bando_mistyped_${index}`)
  }
  expect(count(mock, 401)).toBe(3)
  bando.setToken(good)
  mock.advance(61_000)
  await clock.advance(61_000)
  expect(await codes([bando.get('/coolness')])).toEqual(['served'])
  expect(count(mock, 403)).toBe(0)
})

it('five probes that their callers abort within a minute do not lock the account', async () => {
  const { mock, bando } = await setUp('bando_mistyped_0')
  for (const index of [1, 2, 3, 4, 5]) {
    const controller = new AbortController()
    const hasLeft = new Promise((resolve) => {
      bando.on('request', resolve)
    })
    const aborted = codes([bando.get('/coolness', { signal: controller.signal, maxWaitMs: 0 })])
    await Promise.race([hasLeft, aborted])
    controller.abort()
    await aborted
    bando.setToken(`bando_mistyped_${index}`)
  }
  await expect.poll(() => bando.state.limit.inFlight).toBe(0)
  expect(count(mock, 401)).toBeGreaterThan(0)
  expect(count(mock, 401)).toBeLessThanOrEqual(3)
  expect(count(mock, 403)).toBe(0)
})
