import { setImmediate } from 'node:timers/promises'
import { createBando, memoryStore } from '@bando/core'
import type { Priority } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import fc from 'fast-check'

// node --expose-gc --no-flush-bytecode crowd.ts <calls> <seed>: queues so many calls, aborts half
// of them at random, and lets the rest be served.
const [, , calls = '', seed = ''] = process.argv
const priorities: readonly Priority[] = ['high', 'normal', 'low']
const reason = new Error('changed my mind')

/** The result of such a run. Bytes are those of the heap, and of buffers beside it. */
interface Round {
  readonly bytesPerWaiter: number
  readonly microsecondsPerAbort: number
  readonly aborted: number
  readonly served: number
  /** The number of calls that were sent out of order. */
  readonly outOfOrder: number
}

export interface Report extends Round {
  /** The memory that is held at the end, and was not at the start. */
  readonly bytesLeft: number
}

const clock = new ManualClock()
let sent: number[] = []
let prove: (response: Response) => void = () => {}

/** Holds the first request, which verifies the token, until all calls wait. */
function answer(url: string): Promise<Response> {
  const path = new URL(url).pathname
  if (path === '/proof') return new Promise((resolve) => (prove = resolve))
  sent.push(Number(path.slice(1)))
  return Promise.resolve(new Response('{}', { headers: { 'content-type': 'application/json' } }))
}

const bando = createBando({
  token: 'bando_good',
  store: memoryStore(),
  clock,
  limit: { requests: 2 * Number(calls), windowMs: 1000 },
  maxWaitMs: Infinity,
  fetch: answer,
})

/** Returns the memory that is held after garbage collection. */
async function bytesHeld(): Promise<number> {
  let held = Infinity
  // Objects with a finalizer are freed by a later collection, so collect until nothing changes.
  for (let passes = 0; passes < 4; passes += 1) {
    globalThis.gc?.()
    await setImmediate()
    const { heapUsed, external } = process.memoryUsage()
    if (heapUsed + external < held - 10_000) passes = 0
    held = Math.min(held, heapUsed + external)
  }
  return held
}

async function play(count: number): Promise<Round> {
  sent = []
  const ids = Array.from({ length: count }, (_, id) => id)
  const leaving = halfOf(ids)
  const before = await bytesHeld()

  const proof = bando.get('/proof')
  await clock.advance(0)
  let aborted = 0
  let served = 0
  const controllers = ids.map(() => new AbortController())
  const outcomes = ids.map((id) => {
    const signal = controllers[id]?.signal
    const priority = priorities[id % 3]
    return bando.get(`/${id}`, { signal, priority }).then(
      () => (served += 1),
      (error: unknown) => (aborted += Number(error === reason)),
    )
  })
  await clock.advance(0)
  const bytesPerWaiter = ((await bytesHeld()) - before) / count

  const startedAt = performance.now()
  for (const id of leaving) controllers[id]?.abort(reason)
  const microsecondsPerAbort = ((performance.now() - startedAt) * 1000) / leaving.length
  if (bando.state.queue.waiting !== count - leaving.length)
    throw new Error('an abort frees its place at once')

  prove(new Response())
  await Promise.all([proof, ...outcomes])
  const gone = new Set(leaving)
  const rest = [0, 1, 2].flatMap((level) => ids.filter((id) => id % 3 === level && !gone.has(id)))
  const outOfOrder = rest.filter((id, index) => sent[index] !== id).length
  // Frees the permits. The token must be verified again.
  await clock.advance(3_600_000)
  return { bytesPerWaiter, microsecondsPerAbort, aborted, served, outOfOrder }
}

function halfOf(ids: readonly number[]): number[] {
  const length = ids.length / 2
  const half = fc.shuffledSubarray([...ids], { minLength: length, maxLength: length })
  return fc.sample(half, { seed: Number(seed), numRuns: 1 }).flat()
}

/**
 * Node's tables of signals and events grow with the number of live entries and never shrink. So let
 * them grow first.
 */
function makeRoom(): void {
  const controllers = Array.from({ length: 2 * Number(calls) }, () => new AbortController())
  for (const controller of controllers) controller.abort()
}

makeRoom()
await play(2000)
sent = []
const before = await bytesHeld()
const round = await play(Number(calls))
sent = []
const report: Report = { ...round, bytesLeft: (await bytesHeld()) - before }
console.log(JSON.stringify(report))
await bando.close()
