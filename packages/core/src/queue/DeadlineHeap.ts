import type { QueuedCall } from './QueuedCall.ts'

/** The waiters that must not wait for ever, earliest deadline first: a binary heap, O(log n) to enter and to leave. */
export class DeadlineHeap {
  readonly #heap: QueuedCall[] = []

  get first(): QueuedCall | undefined {
    return this.#heap[0]
  }

  add(queued: QueuedCall): void {
    this.#heap.push(queued)
    this.#rise(queued, this.#heap.length - 1)
  }

  remove(queued: QueuedCall): void {
    const index = queued.deadlineIndex
    if (index < 0) return
    queued.deadlineIndex = -1
    const last = this.#heap.pop()
    if (last === undefined || last === queued) return
    this.#rise(last, index)
    this.#sink(last, last.deadlineIndex)
  }

  #rise(queued: QueuedCall, from: number): void {
    let index = from
    while (index > 0) {
      const parent = this.#heap[(index - 1) >> 1]
      if (parent === undefined || parent.expiresAt <= queued.expiresAt) break
      this.#put(parent, index)
      index = (index - 1) >> 1
    }
    this.#put(queued, index)
  }

  #sink(queued: QueuedCall, from: number): void {
    let index = from
    for (;;) {
      const left = this.#heap[2 * index + 1]
      const right = this.#heap[2 * index + 2]
      const child = right && left && right.expiresAt < left.expiresAt ? right : left
      if (child === undefined || child.expiresAt >= queued.expiresAt) break
      const hole = child.deadlineIndex
      this.#put(child, index)
      index = hole
    }
    this.#put(queued, index)
  }

  #put(queued: QueuedCall, index: number): void {
    this.#heap[index] = queued
    queued.deadlineIndex = index
  }
}
