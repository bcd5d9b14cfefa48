/** One call. It gets the number of the call, so that no two are alike. */
export type Send = (index: number) => Promise<unknown>

export interface Load {
  readonly perSecond: number
  /** The processor time of this process for one call. */
  readonly cpuUs: number
}

/** Fewer calls say little, on a machine that is slow at the moment. */
const leastCalls = 200

/** Keeps `inFlight` calls in flight for a while, after a warm-up of half as long. */
export async function load(send: Send, inFlight: number, forMs: number): Promise<Load> {
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
  return { perSecond: (calls * 1000) / ms, cpuUs: (user + system) / calls }
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
