import type { Waiter } from './QueuedCall.ts'

/** Waiters by arrival: a list linked through the waiters themselves, so that any of them leaves in O(1). */
export class Queue {
  #first: Waiter | undefined
  #last: Waiter | undefined
  #size = 0

  get first(): Waiter | undefined {
    return this.#first
  }

  get size(): number {
    return this.#size
  }

  has(waiter: Waiter): boolean {
    return waiter.previous !== undefined || waiter.next !== undefined || this.#first === waiter
  }

  /** How many have a lower order. */
  before(order: number): number {
    if (this.#last === undefined || this.#last.order < order) return this.#size
    let count = 0
    for (let waiter = this.#first; waiter && waiter.order < order; waiter = waiter.next) count += 1
    return count
  }

  /** At its place by `order`: last for a newcomer, near the front for one that comes back. */
  insert(waiter: Waiter): void {
    let next: Waiter | undefined
    if (this.#last && this.#last.order > waiter.order) {
      next = this.#first
      while (next && next.order < waiter.order) next = next.next
    }
    const previous = next ? next.previous : this.#last
    waiter.previous = previous
    waiter.next = next
    if (previous) previous.next = waiter
    else this.#first = waiter
    if (next) next.previous = waiter
    else this.#last = waiter
    this.#size += 1
  }

  remove(waiter: Waiter): void {
    if (!this.has(waiter)) return
    if (waiter.previous) waiter.previous.next = waiter.next
    else this.#first = waiter.next
    if (waiter.next) waiter.next.previous = waiter.previous
    else this.#last = waiter.previous
    waiter.previous = undefined
    waiter.next = undefined
    this.#size -= 1
  }

  *[Symbol.iterator](): Generator<Waiter> {
    // The next is read first: whoever is looked at may be removed.
    for (let waiter = this.#first; waiter;) {
      const { next }: Waiter = waiter
      yield waiter
      waiter = next
    }
  }
}
