import type { Benchmark, Candidate, Metric, Sample } from '../frame/Benchmark.ts'
import { inFreshProcess } from '../process/inFreshProcess.ts'
import type { QueueName } from './queues.ts'
import { queues } from './queues.ts'
import type { Input } from './worker.ts'
import { overWindow } from './overWindow.ts'

const script = new URL('worker.ts', import.meta.url)
const timeLimitMs = 25_000
const overLimit = `over ${timeLimitMs / 1000} s`
const impossible = 'impossible'
const keys = ['enter', 'held', 'empty', 'task']
const reference = 'p-queue'

interface Size {
  readonly size: number
  readonly title: string
  /** Longer than the calls take to enter. */
  readonly windowMs: number
}

const sizes: readonly Size[] = [
  { size: 10_000, title: '10 000', windowMs: 4000 },
  { size: 100_000, title: '100 000', windowMs: 12_000 },
  { size: 1_000_000, title: '1 000 000', windowMs: 40_000 },
]

const metrics: readonly Metric[] = [
  { key: 'served.enter', title: 'enter', unit: 'ms', better: 'less', reference },
  { key: 'served.held', title: 'heap a call', unit: 'bytes', better: 'less', reference },
  { key: 'served.empty', title: 'drain', unit: 'ms', better: 'less', reference },
  { key: 'served.task', title: 'longest task meanwhile', unit: 'ms', better: 'less' },
  { key: 'cancelled.held', title: 'heap a call with a signal', unit: 'bytes', better: 'less', reference },
  { key: 'cancelled.empty', title: 'cancel all', unit: 'ms', better: 'less', reference },
  { key: 'cancelled.task', title: 'longest task meanwhile', unit: 'ms', better: 'less' },
]

export const queue: Benchmark = {
  name: 'queue',
  title: 'What waiting calls cost',
  rounds: { full: 3, quick: 1 },
  tables({ isQuick }) {
    const tooSlow = new Set<string>()
    return sizes.slice(0, isQuick ? 2 : 3).map((size) => ({
      name: String(size.size),
      title: `${size.title} calls wait for a full window`,
      method: `The window has its limit of ${size.title} calls, and as many more wait for the next one. The transport responds in the next turn of the event loop, and 50 requests at most are in flight, if the queue has such an option. Each call holds its URL and its headers. Drain is the time from the first of them that is sent to the last that is served, with its JSON read. Peers that cannot cancel one call are cancelled as a whole. A longest task is the longest time for which the event loop did not turn.`,
      metrics,
      candidates: (Object.keys(queues) as QueueName[]).map((name) => candidate(name, size, tooSlow)),
    }))
  },
}

/** Calls of a smaller size that took too long take too long in a larger one. */
function candidate(name: QueueName, { size, windowMs }: Size, tooSlow: Set<string>): Candidate {
  async function measure(kind: 'served' | 'cancelled'): Promise<Sample> {
    const known = keys.filter((key) => tooSlow.has(`${name} ${kind} ${key}`))
    const isCancelled = kind === 'cancelled'
    const found = await measureOnce({ queue: name, size, windowMs, isCancelled }, known)
    const entries = keys.map((key) => [key, found[key] ?? overLimit] as const)
    for (const [key, value] of entries) if (value === overLimit) tooSlow.add(`${name} ${kind} ${key}`)
    return Object.fromEntries(entries.map(([key, value]) => [`${kind}.${key}`, value]))
  }
  return {
    name,
    async measure() {
      const { cancels } = queues[name]
      const served = await measure('served')
      if (cancels === 'each') return { ...served, ...(await measure('cancelled')) }
      if (cancels === 'all')
        return { ...served, ...(await measure('cancelled')), 'cancelled.held': impossible }
      return {
        ...served,
        'cancelled.held': impossible,
        'cancelled.empty': impossible,
        'cancelled.task': impossible,
      }
    },
  }
}

/** Measures again with a longer window if the calls did not enter within one. */
async function measureOnce(input: Input, known: readonly string[]): Promise<Sample> {
  const { windowMs, isCancelled } = input
  const found = await inFreshProcess({
    script,
    input,
    metrics: keys.filter((key) => !known.includes(key)),
    // The window opens meanwhile.
    timeLimitMs: timeLimitMs + (isCancelled ? 0 : windowMs),
    execArgv: ['--max-old-space-size=16000'],
  })
  const isOver = keys.map((key) => found[key]).some((value) => value === overWindow)
  return isOver ? measureOnce({ ...input, windowMs: windowMs * 3 }, known) : shorten(found)
}

/** The limit without the time of the window. */
function shorten(found: Sample): Sample {
  return Object.fromEntries(
    Object.entries(found).map(([key, value]) => [key, typeof value === 'string' ? overLimit : value]),
  )
}
