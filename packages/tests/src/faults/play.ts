import { setImmediate } from 'node:timers/promises'
import type { Bando } from '@bando/core'
import { memoryStore } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import type { FetchRoute, Mock } from '@bando/mock'
import { createMock } from '@bando/mock'
import { onTestFinished } from 'vitest'
import type { CallerRow } from './callers.ts'
import { path } from './callers.ts'
import type { Length } from './expected.ts'
import type { FaultRow } from './faults.ts'
import { attempts, lockedMs, timeoutMs } from './faults.ts'
import type { MethodRow } from './methods.ts'

const limit = { requests: 100, windowMs: 3_600_000 }
const quiet = { debug() {}, info() {}, warn() {}, error() {} }

/** The observations of one call that met a fault, and of the client afterwards. */
export interface Played {
  readonly heard: readonly string[]
  /** The requests in the mock's log. */
  readonly requests: number
  /** How often the route ran. */
  readonly processed: number
  readonly inFlight: number
  /** Permits held beyond one for each request that reached the mock (P1). */
  readonly heldTooMany: number
  /** The status of the next call, made after the wait that the API asked for. */
  readonly next: number
}

export interface Cell {
  readonly row: FaultRow
  readonly method: MethodRow
  readonly caller: CallerRow
  readonly length: Length
  readonly signal: AbortSignal
}

/** Plays one case of the matrix, with its own mock, client and clock. */
export async function play(cell: Cell): Promise<Played> {
  const { row, method, caller, length, signal } = cell
  const processing = new Processing()
  const mock = createMock({ headers: 'none', routes: processing.routes })
  const { url, close } = await mock.listen()
  const clock = new ManualClock()
  const bando = await caller.open({
    baseUrl: url,
    token: mock.tokens.issue(),
    limit,
    clock,
    timeoutMs,
    retry: { attempts },
    maxWaitMs: 5000,
    random: () => 0.5,
    store: memoryStore(),
    logger: quiet,
  })
  onTestFinished(async () => {
    await bando.close()
    await close()
  })
  await bando.get('/coolness')
  moveTime({ cell, bando, clock, mock })

  if (length === 'once') mock.faults.next({ ...row.fault, path })
  else mock.faults.add({ ...row.fault, path })
  const heard: string[] = []
  await new Promise<void>((resolve) => {
    caller.call(bando, method, (outcome) => (heard.push(outcome), resolve()), signal)
  })
  const requests = requestsOf(mock)
  const { processed } = processing
  const { inFlight } = bando.state.limit

  mock.faults.clear()
  await clock.advance(row.means === 'locked' ? lockedMs * 2 : 0)
  const next = await bando.get('/coolness', { maxWaitMs: Infinity })
  // A caller that is notified twice has been by now.
  await setImmediate()
  const heldTooMany = limit.requests - bando.state.limit.remaining - mock.log.length
  return { heard, requests, processed, inFlight, heldTooMany, next: next.status }
}

function requestsOf({ log }: Mock): number {
  return log.filter((entry) => entry.path === path).length
}

/** A route that counts how often it runs. */
class Processing {
  processed = 0
  readonly routes: Record<string, FetchRoute>

  constructor() {
    const process: FetchRoute = () => {
      this.processed += 1
      return Response.json({ ok: true })
    }
    const names = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
    this.routes = Object.fromEntries(names.map((name) => [`${name} ${path}`, process]))
  }
}

interface Moving {
  readonly cell: Cell
  readonly bando: Bando
  readonly clock: ManualClock
  readonly mock: Mock
}

/**
 * Time moves only as far as the client says that it waits, or until a response that the mock
 * delays.
 */
function moveTime({ cell: { row, method, caller, length }, bando, clock, mock }: Moving): void {
  let moving = Promise.resolve()
  const advance = (ms: number): void => {
    moving = moving.then(() => clock.advance(ms))
  }
  bando.on('retry', ({ delayMs }) => advance(delayMs))
  bando.on('wait', ({ retryAt = clock.epoch() }) => advance(retryAt - clock.epoch()))
  // The response to a HEAD has no body that could be slow. It arrives, and moving time would race
  // with it.
  const isSlowBody = row.means === 'slow body' && method.method !== 'HEAD'
  if (row.means === 'silent') {
    bando.on('request', async ({ url, attempt }) => {
      if (!url.endsWith(path) || (length === 'once' && attempt > 1)) return
      // The response travels over a real socket.
      while (requestsOf(mock) < attempt) await setImmediate()
      advance(timeoutMs)
    })
  }
  if (isSlowBody && caller.reads === 'core') {
    bando.on('response', ({ url }) => {
      if (url.endsWith(path)) advance(timeoutMs)
    })
  }
}
