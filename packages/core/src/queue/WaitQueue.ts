import { Arrivals } from './Arrivals.ts'
import { DeadlineHeap } from './DeadlineHeap.ts'
import { LinkedCalls } from './LinkedCalls.ts'
import type { QueuedCall } from './QueuedCall.ts'

/**
 * The calls that wait for a permit, in order of priority, then arrival. One that has waited a window rises a level, so
 * that nobody starves. Entering and leaving cost O(1), or O(log n) for a call with a deadline.
 */
export class WaitQueue {
  readonly #lists: readonly [LinkedCalls, LinkedCalls, LinkedCalls] = [
    new LinkedCalls(),
    new LinkedCalls(),
    new LinkedCalls(),
  ]
  readonly #deadlines = new DeadlineHeap()
  readonly #arrivals: Arrivals

  constructor(arrivals: Arrivals = new Arrivals()) {
    this.#arrivals = arrivals
  }

  get size(): number {
    return this.#lists[0].size + this.#lists[1].size + this.#lists[2].size
  }

  get earliestDeadline(): number {
    return this.#deadlines.first?.deadlineAt ?? Infinity
  }

  /** Somebody whose deadline has come. */
  expired(now: number): QueuedCall | undefined {
    const { first } = this.#deadlines
    return first && first.deadlineAt <= now ? first : undefined
  }

  /** How many of its own and of higher priorities came before `queued`. */
  ahead(queued: QueuedCall): number {
    let count = 0
    for (const each of this.#lists.slice(0, queued.baseLevel + 1)) count += each.before(queued.order)
    return count
  }

  /** Gives `queued` its place by arrival, which it keeps when it comes back into the line. */
  arrive(queued: QueuedCall, now: number): void {
    if (queued.order > 0) return
    queued.order = this.#arrivals.next()
    queued.enteredAt = now
  }

  enter(queued: QueuedCall, now: number): void {
    this.arrive(queued, now)
    this.#baseLevel(queued).insert(queued)
    if (queued.deadlineAt !== Infinity) this.#deadlines.add(queued)
  }

  remove(queued: QueuedCall): void {
    this.#baseLevel(queued).remove(queued)
    this.#deadlines.remove(queued)
  }

  has(queued: QueuedCall): boolean {
    return this.#baseLevel(queued).has(queued)
  }

  /** Those who wait first of their priority, by whose turn it is. Within a queue the first has waited longest. */
  firsts(now: number, windowMs: number): QueuedCall[] {
    const firsts: QueuedCall[] = []
    for (const { first } of this.#lists) {
      if (first === undefined) continue
      first.level = first.levelAt(now, windowMs)
      firsts.push(first)
    }
    return firsts.sort((a, b) => a.level - b.level || a.order - b.order)
  }

  /** Whose turn it is. */
  first(now: number, windowMs: number): QueuedCall | undefined {
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
  *[Symbol.iterator](): Generator<QueuedCall> {
    const nexts = this.#lists.map(({ first }) => first)
    for (;;) {
      let earliest: QueuedCall | undefined
      for (const next of nexts) if (next && (!earliest || next.order < earliest.order)) earliest = next
      if (earliest === undefined) return
      nexts[earliest.baseLevel] = earliest.next
      yield earliest
    }
  }

  #baseLevel(queued: QueuedCall): LinkedCalls {
    return this.#lists[queued.baseLevel] ?? this.#lists[1]
  }
}
