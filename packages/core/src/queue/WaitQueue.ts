import { Arrivals } from './Arrivals.ts'
import { DeadlineHeap } from './DeadlineHeap.ts'
import type { QueuedCall } from './QueuedCall.ts'
import { Turns } from './Turns.ts'

/**
 * The calls that wait for a permit, in order of priority, then turn, then arrival. A call that has waited a window rises a
 * level, so that none waits for ever. Entering and leaving cost O(1), or O(log n) for a call with a deadline or a group.
 */
export class WaitQueue {
  readonly #levels: readonly [Turns, Turns, Turns] = [new Turns(), new Turns(), new Turns()]
  readonly #deadlines = new DeadlineHeap()
  readonly #arrivals: Arrivals

  constructor(arrivals: Arrivals = new Arrivals()) {
    this.#arrivals = arrivals
  }

  get size(): number {
    return this.#levels[0].size + this.#levels[1].size + this.#levels[2].size
  }

  get earliestDeadline(): number {
    return this.#deadlines.first?.expiresAt ?? Infinity
  }

  /** Somebody whose deadline has come. */
  expired(now: number): QueuedCall | undefined {
    const { first } = this.#deadlines
    return first && first.expiresAt <= now ? first : undefined
  }

  /** Returns how many of its own priority go before `queued`, and how many of higher ones arrived before it. */
  ahead(queued: QueuedCall): number {
    let count = this.#turnsOf(queued).ahead(queued)
    for (const higher of this.#levels.slice(0, queued.baseLevel)) count += higher.arrivedBefore(queued.order)
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
    this.#turnsOf(queued).insert(queued)
    if (queued.expiresAt !== Infinity) this.#deadlines.add(queued)
  }

  /** Takes `queued` out, since it will not be sent from here. */
  remove(queued: QueuedCall): void {
    this.#turnsOf(queued).remove(queued)
    this.#deadlines.remove(queued)
  }

  /** Takes `queued` out, since it is sent: calls that come later stand behind its turn. */
  take(queued: QueuedCall): void {
    this.#turnsOf(queued).remove(queued, true)
    this.#deadlines.remove(queued)
  }

  has(queued: QueuedCall): boolean {
    return this.#turnsOf(queued).has(queued)
  }

  /** Those who wait first of their priority, by whose turn it is. Within a queue the first has waited longest. */
  firsts(now: number, windowMs: number): QueuedCall[] {
    const firsts: QueuedCall[] = []
    for (const { first } of this.#levels) {
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

  /** The first `count` calls in the order in which they go. */
  turns(now: number, windowMs: number, count: number): QueuedCall[] {
    const levels = this.#levels.map((turns) => turns[Symbol.iterator]())
    const nexts = levels.map((level) => level.next().value as QueuedCall | undefined)
    const turns: QueuedCall[] = []
    while (turns.length < count) {
      for (const next of nexts) if (next) next.level = next.levelAt(now, windowMs)
      const waiting = nexts.filter((next) => next !== undefined)
      const [first] = waiting.sort((a, b) => a.level - b.level || a.order - b.order)
      if (first === undefined) break
      turns.push(first)
      nexts[first.baseLevel] = levels[first.baseLevel]?.next().value as QueuedCall | undefined
    }
    return turns
  }

  /** When somebody who waits first of a priority rises to the next level; Infinity: nobody will. */
  nextRise(now: number, windowMs: number): number {
    let nextAt = Infinity
    for (const first of this.firsts(now, windowMs)) {
      if (first.level > 0) nextAt = Math.min(nextAt, first.risesAt(first.level - 1, windowMs))
    }
    return nextAt
  }

  /** Each level in the order in which its calls go; of several levels, the earliest arrival first. The call at hand may be removed. */
  *[Symbol.iterator](): Generator<QueuedCall> {
    const levels = this.#levels.map((turns) => turns[Symbol.iterator]())
    // The next of each level is read before one is yielded, since the call at hand may be removed.
    const nexts = levels.map((level) => level.next().value as QueuedCall | undefined)
    for (;;) {
      let earliest: QueuedCall | undefined
      for (const next of nexts) if (next && (!earliest || next.order < earliest.order)) earliest = next
      if (earliest === undefined) return
      nexts[earliest.baseLevel] = levels[earliest.baseLevel]?.next().value as QueuedCall | undefined
      yield earliest
    }
  }

  #turnsOf(queued: QueuedCall): Turns {
    return this.#levels[queued.baseLevel] ?? this.#levels[1]
  }
}
