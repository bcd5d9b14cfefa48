import type { Waiter } from './QueuedCall.ts'

/** The waiters that must not wait for ever, earliest deadline first: a binary heap, O(log n) to enter and to leave. */
export class DeadlineHeap {
  readonly #heap: Waiter[] = []

  get first(): Waiter | undefined {
    return this.#heap[0]
  }

  add(waiter: Waiter): void {
    this.#heap.push(waiter)
    this.#rise(waiter, this.#heap.length - 1)
  }

  remove(waiter: Waiter): void {
    const index = waiter.deadlineIndex
    if (index < 0) return
    waiter.deadlineIndex = -1
    const last = this.#heap.pop()
    if (last === undefined || last === waiter) return
    this.#rise(last, index)
    this.#sink(last, last.deadlineIndex)
  }

  #rise(waiter: Waiter, from: number): void {
    let index = from
    while (index > 0) {
      const parent = this.#heap[(index - 1) >> 1]
      if (parent === undefined || parent.deadlineAt <= waiter.deadlineAt) break
      this.#put(parent, index)
      index = (index - 1) >> 1
    }
    this.#put(waiter, index)
  }

  #sink(waiter: Waiter, from: number): void {
    let index = from
    for (;;) {
      const left = this.#heap[2 * index + 1]
      const right = this.#heap[2 * index + 2]
      const child = right && left && right.deadlineAt < left.deadlineAt ? right : left
      if (child === undefined || child.deadlineAt >= waiter.deadlineAt) break
      const hole = child.deadlineIndex
      this.#put(child, index)
      index = hole
    }
    this.#put(waiter, index)
  }

  #put(waiter: Waiter, index: number): void {
    this.#heap[index] = waiter
    waiter.deadlineIndex = index
  }
}
