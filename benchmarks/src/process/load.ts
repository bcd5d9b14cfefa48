import type { Sample } from '../frame/Benchmark.ts'

/** One call. It gets the number of the call, so that no two are alike. */
export type Send = (index: number) => Promise<unknown>

export interface LoadOptions {
  /** How many calls are in flight where there are many. */
  readonly many: number
  /** How long to measure each metric in a turn. */
  readonly turnMs: number
}

/** What was measured while calls were in flight. */
interface Load {
  readonly calls: number
  readonly ms: number
  /** The processor time of this process. */
  readonly cpuUs: number
}

const nothing: Load = { calls: 0, ms: 0, cpuUs: 0 }
/** Of fewer calls it is chance how many end within a turn. */
const leastCalls = 10

/** Returns what measures a turn: calls one at a time, then many in flight. */
export function loadTurns(send: Send, { many, turnMs }: LoadOptions): () => Promise<Sample> {
  let one = nothing
  let all = nothing
  return async () => {
    one = sum(one, await load(send, 1, turnMs))
    all = sum(all, await load(send, many, turnMs))
    return {
      one: (one.calls * 1000) / one.ms,
      cpuOne: one.cpuUs / one.calls,
      many: (all.calls * 1000) / all.ms,
      cpuMany: all.cpuUs / all.calls,
    }
  }
}

function sum(one: Load, other: Load): Load {
  return { calls: one.calls + other.calls, ms: one.ms + other.ms, cpuUs: one.cpuUs + other.cpuUs }
}

/** Keeps `inFlight` calls in flight for a while, after a warm-up of half as long. */
async function load(send: Send, inFlight: number, forMs: number): Promise<Load> {
  let sent = 0
  let done = 0
  let isOver = false
  const lanes = Array.from({ length: inFlight }, async () => {
    while (!isOver) {
      sent += 1
      await send(sent)
      done += 1
    }
  })
  const failure = Promise.all(lanes)
  const atLeast = async (ms: number): Promise<void> => {
    const target = done + leastCalls
    await Promise.race([sleep(ms), failure])
    while (done < target) await Promise.race([sleep(10), failure])
  }
  await atLeast(forMs / 2)
  const [before, cpuBefore, startedAt] = [done, process.cpuUsage(), performance.now()]
  await atLeast(forMs)
  const [calls, ms] = [done - before, performance.now() - startedAt]
  const { user, system } = process.cpuUsage(cpuBefore)
  isOver = true
  await failure
  return { calls, ms, cpuUs: user + system }
}

/**
 * Makes `calls` calls, `inFlight` at a time, or as many as there is time for. The engine compiles
 * what has run so often.
 */
export async function warmUp(send: Send, inFlight: number, calls: number, mostMs = Infinity): Promise<void> {
  let sent = 0
  const until = performance.now() + mostMs
  const lanes = Array.from({ length: inFlight }, async () => {
    while (sent < calls && performance.now() < until) await send((sent += 1))
  })
  await Promise.all(lanes)
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
