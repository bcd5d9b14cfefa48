import type { QueuedCall } from './QueuedCall.ts'
import type { WaitQueue } from './WaitQueue.ts'

/** A call waits this long for a reply of the gate, even if it has no time to wait. */
const graceMs = 50

/**
 * The calls in a queue that the gate has not decided about yet, in the order in which they came.
 */
export class Arriving {
  readonly #queue: WaitQueue
  readonly #calls = new Set<QueuedCall>()
  #asked: QueuedCall[] = []
  /** Why the gate could not decide the last time. */
  outage: { readonly cause: unknown } | undefined

  constructor(queue: WaitQueue) {
    this.#queue = queue
  }

  get size(): number {
    return this.#calls.size
  }

  has(queued: QueuedCall): boolean {
    return this.#calls.has(queued)
  }

  /** Adds `queued` to the queue until the gate replies. */
  enter(queued: QueuedCall, now: number): void {
    queued.graceUntil = now + graceMs
    this.#queue.enter(queued, now)
    this.#calls.add(queued)
  }

  /** Adds a call that is in the queue already. */
  add(queued: QueuedCall): void {
    this.#calls.add(queued)
  }

  /** Returns whether the gate had not decided about `queued`. */
  delete(queued: QueuedCall): boolean {
    return this.#calls.delete(queued)
  }

  /** Remembers that the gate is asked about all of them now. */
  ask(): void {
    this.#asked = [...this.#calls]
  }

  /** Removes the waiting calls that the gate was asked about, and returns them. */
  takeAsked(): QueuedCall[] {
    return this.#asked.splice(0).filter((queued) => this.#calls.delete(queued))
  }

  /**
   * Lets `queued` wait for one more reply past its deadline. Returns false if it does so already.
   */
  giveTime(queued: QueuedCall, now: number): boolean {
    if (this.#calls.has(queued)) return false
    this.#calls.add(queued)
    this.#setGrace(queued, now + graceMs, now)
    return true
  }

  /** Ends the grace of a call that the gate lets wait. */
  endGrace(queued: QueuedCall, now: number): void {
    this.#setGrace(queued, undefined, now)
  }

  #setGrace(queued: QueuedCall, graceUntil: number | undefined, now: number): void {
    if (Math.max(queued.deadlineAt, graceUntil ?? queued.deadlineAt) === queued.expiresAt) return
    this.#queue.remove(queued)
    queued.graceUntil = graceUntil
    this.#queue.enter(queued, now)
  }
}
