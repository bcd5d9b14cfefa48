import { setImmediate } from 'node:timers/promises'
import { createBando, memoryStore } from '@bando/core'
import type { Priority } from '@bando/core'
import { ManualClock } from '@bando/core/testing'
import fc from 'fast-check'

// node --expose-gc --no-flush-bytecode crowd.ts <calls> <seed>: so many calls wait, half of them are aborted at random, the rest are served.
const [, , calls = '', seed = ''] = process.argv
const priorities: readonly Priority[] = ['high', 'normal', 'low']
const reason = new Error('changed my mind')

/** What can be seen of so many calls; bytes are those of the heap, and of buffers beside it. */
interface Round {
  readonly bytesPerWaiter: number
  readonly microsecondsPerAbort: number
  readonly aborted: number
  readonly served: number
  /** Calls that left in a place that was another's. */
  readonly outOfOrder: number
}

export interface Report extends Round {
  /** What is held afterwards, and was not before. */
  readonly bytesLeft: number
}

const clock = new ManualClock()
let sent: number[] = []
let prove: (response: Response) => void = () => {}

/** The first request proves the token, once it is let; until then everybody waits. */
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

/** What is held once nothing more goes. */
async function bytesHeld(): Promise<number> {
  let held = Infinity
  // What only a finalizer still reaches goes with a later collection, however many turns it takes until that has run.
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
  // The permits come free, and the token has to be proven again.
  await clock.advance(3_600_000)
  return { bytesPerWaiter, microsecondsPerAbort, aborted, served, outOfOrder }
}

function halfOf(ids: readonly number[]): number[] {
  const length = ids.length / 2
  const half = fc.shuffledSubarray([...ids], { minLength: length, maxLength: length })
  return fc.sample(half, { seed: Number(seed), numRuns: 1 }).flat()
}

/** Node's own tables of signals and events grow with what is alive at once, and stay so large: they are made that large first. */
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
