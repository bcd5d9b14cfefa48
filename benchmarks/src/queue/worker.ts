import { heldBytes } from '../process/heldBytes.ts'
import { LongestTask } from '../process/LongestTask.ts'
import { input, report } from '../process/worker.ts'
import { overWindow } from './overWindow.ts'
import type { FullQueue, QueueName } from './queues.ts'
import { queues } from './queues.ts'

export interface Input {
  readonly queue: QueueName
  /** How many calls wait. */
  readonly size: number
  readonly windowMs: number
  /** Whether the calls have signals and are cancelled. Otherwise they are served. */
  readonly isCancelled: boolean
}

const { queue, size, windowMs, isCancelled } = input as Input
const body = JSON.stringify({ coolness: 100, of: 'bando' })
const headers = { 'content-type': 'application/json' }
const spent = { ...headers, ratelimit: `"default";r=0;t=${Math.ceil(windowMs / 1000)}` }
let isFull = false
let firstSentAt: number | undefined

/** Responds as from a network: in a later turn of the event loop. */
async function stub(): Promise<Response> {
  if (isFull) firstSentAt ??= performance.now()
  await new Promise(setImmediate)
  return new Response(body, { headers: isFull ? headers : spent })
}

/** Ends the calls that wait, and returns when that began. */
function cancel(queue: FullQueue, controllers: readonly AbortController[]): number {
  const startedAt = performance.now()
  const reason = new Error('cancelled')
  if (queue.cancelAll) queue.cancelAll()
  else for (const controller of controllers) controller.abort(reason)
  return startedAt
}

const full: FullQueue = await queues[queue].full({ size, windowMs, fetch: stub })
isFull = true
const controllers = Array.from({ length: isCancelled ? size : 0 }, () => new AbortController())
let settled = 0
const settle = (): void => void (settled += 1)

const heldBefore = heldBytes()
const enteredAt = performance.now()
const calls = Array.from({ length: size }, (_, index) =>
  full.enter(index, controllers[index]?.signal).then(settle, settle),
)
// Until the last call is in the queue.
await new Promise(setImmediate)
const enter = performance.now() - enteredAt
const held = (heldBytes() - heldBefore) / size

if (settled > 0 || firstSentAt !== undefined) {
  await report({ enter: overWindow, held: overWindow, empty: overWindow, task: overWindow })
} else {
  await report({ enter, held })
  const task = new LongestTask()
  const cancelledAt = isCancelled ? cancel(full, controllers) : undefined
  await Promise.all(calls)
  const startedAt = cancelledAt ?? firstSentAt ?? Number.NaN
  await report({ empty: performance.now() - startedAt, task: task.stop() })
}
