import { expiresBefore } from './places.ts'
import type { QueuedCall } from './QueuedCall.ts'

/**
 * The calls that must not wait for ever, earliest deadline first: a binary heap. Adding and
 * removing take O(log n) steps.
 */
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
      const parent = this.#heap[(index - 1) >> 1] as QueuedCall
      if (!expiresBefore(queued, parent)) break
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
      const child = right && left && expiresBefore(right, left) ? right : left
      if (child === undefined || !expiresBefore(child, queued)) break
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
