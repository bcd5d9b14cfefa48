import type { QueuedCall } from './QueuedCall.ts'

/** Waiters by arrival: a list linked through the waiters themselves, so that any of them leaves in O(1). */
export class LinkedCalls {
  #first: QueuedCall | undefined
  #last: QueuedCall | undefined
  #size = 0

  get first(): QueuedCall | undefined {
    return this.#first
  }

  get size(): number {
    return this.#size
  }

  has(queued: QueuedCall): boolean {
    return queued.previous !== undefined || queued.next !== undefined || this.#first === queued
  }

  /** How many have a lower order. */
  before(order: number): number {
    if (this.#last === undefined || this.#last.order < order) return this.#size
    let count = 0
    for (let queued = this.#first; queued && queued.order < order; queued = queued.next) count += 1
    return count
  }

  /** At its place by `order`: last for a newcomer, near the front for one that comes back. */
  insert(queued: QueuedCall): void {
    let next: QueuedCall | undefined
    if (this.#last && this.#last.order > queued.order) {
      next = this.#first
      while (next && next.order < queued.order) next = next.next
    }
    const previous = next ? next.previous : this.#last
    queued.previous = previous
    queued.next = next
    if (previous) previous.next = queued
    else this.#first = queued
    if (next) next.previous = queued
    else this.#last = queued
    this.#size += 1
  }

  remove(queued: QueuedCall): void {
    if (!this.has(queued)) return
    if (queued.previous) queued.previous.next = queued.next
    else this.#first = queued.next
    if (queued.next) queued.next.previous = queued.previous
    else this.#last = queued.previous
    queued.previous = undefined
    queued.next = undefined
    this.#size -= 1
  }

  *[Symbol.iterator](): Generator<QueuedCall> {
    // The next is read first: whoever is looked at may be removed.
    for (let queued = this.#first; queued;) {
      const { next }: QueuedCall = queued
      yield queued
      queued = next
    }
  }
}
