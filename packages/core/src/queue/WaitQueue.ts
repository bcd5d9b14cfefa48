import { Arrivals } from './Arrivals.ts'
import { DeadlineHeap } from './DeadlineHeap.ts'
import { Queue } from './LinkedCalls.ts'
import type { Waiter } from './QueuedCall.ts'

/**
 * The calls that wait for a permit, in order of priority, then arrival. One that has waited a window rises a level, so
 * that nobody starves. Entering and leaving cost O(1), or O(log n) for a call with a deadline.
 */
export class Line {
  readonly #queues: readonly [Queue, Queue, Queue] = [new Queue(), new Queue(), new Queue()]
  readonly #deadlines = new DeadlineHeap()
  readonly #arrivals: Arrivals

  constructor(arrivals: Arrivals = new Arrivals()) {
    this.#arrivals = arrivals
  }

  get size(): number {
    return this.#queues[0].size + this.#queues[1].size + this.#queues[2].size
  }

  get earliestDeadline(): number {
    return this.#deadlines.first?.deadlineAt ?? Infinity
  }

  /** Somebody whose deadline has come. */
  expired(now: number): Waiter | undefined {
    const { first } = this.#deadlines
    return first && first.deadlineAt <= now ? first : undefined
  }

  /** How many of its own and of higher priorities came before `waiter`. */
  ahead(waiter: Waiter): number {
    let count = 0
    for (const each of this.#queues.slice(0, waiter.queue + 1)) count += each.before(waiter.order)
    return count
  }

  /** Gives `waiter` its place by arrival, which it keeps when it comes back into the line. */
  arrive(waiter: Waiter, now: number): void {
    if (waiter.order > 0) return
    waiter.order = this.#arrivals.next()
    waiter.enteredAt = now
  }

  enter(waiter: Waiter, now: number): void {
    this.arrive(waiter, now)
    this.#queue(waiter).insert(waiter)
    if (waiter.deadlineAt !== Infinity) this.#deadlines.add(waiter)
  }

  remove(waiter: Waiter): void {
    this.#queue(waiter).remove(waiter)
    this.#deadlines.remove(waiter)
  }

  has(waiter: Waiter): boolean {
    return this.#queue(waiter).has(waiter)
  }

  /** Those who wait first of their priority, by whose turn it is. Within a queue the first has waited longest. */
  firsts(now: number, windowMs: number): Waiter[] {
    const firsts: Waiter[] = []
    for (const { first } of this.#queues) {
      if (first === undefined) continue
      first.level = first.levelAt(now, windowMs)
      firsts.push(first)
    }
    return firsts.sort((a, b) => a.level - b.level || a.order - b.order)
  }

  /** Whose turn it is. */
  first(now: number, windowMs: number): Waiter | undefined {
    return this.firsts(now, windowMs)[0]
  }

  /** When somebody who waits first of a priority rises to the next level; Infinity: nobody will. */
  nextRise(now: number, windowMs: number): number {
    let nextAt = Infinity
    for (const first of this.firsts(now, windowMs)) {
      if (first.level > 0) nextAt = Math.min(nextAt, first.risesAt(first.level - 1, windowMs))
    }
    return nextAt
  }

  /** Everybody, by arrival. Whoever is looked at may be removed. */
  *[Symbol.iterator](): Generator<Waiter> {
    const nexts = this.#queues.map(({ first }) => first)
    for (;;) {
      let earliest: Waiter | undefined
      for (const next of nexts) if (next && (!earliest || next.order < earliest.order)) earliest = next
      if (earliest === undefined) return
      nexts[earliest.queue] = earliest.next
      yield earliest
    }
  }

  #queue(waiter: Waiter): Queue {
    return this.#queues[waiter.queue] ?? this.#queues[1]
  }
}
