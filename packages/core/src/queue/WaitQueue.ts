import { DeadlineHeap } from './DeadlineHeap.ts'
import type { QueuedCall } from './QueuedCall.ts'
import { Turns } from './Turns.ts'

/** Of two levels the more urgent goes first, and within one the earlier arrival. */
function byLevel(a: QueuedCall, b: QueuedCall): number {
  return a.level - b.level || a.order - b.order
}

/**
 * The calls that wait for a permit, in order of priority, then turn, then arrival. A call that has
 * waited a window rises a level, so that no call waits for ever. Entering, leaving and counting
 * take O(log n) steps.
 */
export class WaitQueue {
  readonly #levels: readonly [Turns, Turns, Turns] = [new Turns(), new Turns(), new Turns()]
  readonly #deadlines = new DeadlineHeap()
  readonly #nextOrder: () => number

  /** `nextOrder` numbers the calls as they arrive. Queues that calls may move to share it. */
  constructor(nextOrder: () => number) {
    this.#nextOrder = nextOrder
  }

  get size(): number {
    return this.#levels[0].size + this.#levels[1].size + this.#levels[2].size
  }

  get earliestDeadline(): number {
    return this.#deadlines.first?.expiresAt ?? Infinity
  }

  /** Returns a call whose deadline has come, or `undefined`. */
  expired(now: number): QueuedCall | undefined {
    const { first } = this.#deadlines
    return first && first.expiresAt <= now ? first : undefined
  }

  /**
   * Returns how many calls of its own priority go before `queued`, and how many of higher ones
   * arrived before it.
   */
  ahead(queued: QueuedCall): number {
    let count = this.#turnsOf(queued).ahead(queued)
    for (const higher of this.#levels.slice(0, queued.baseLevel)) count += higher.arrivedBefore(queued.order)
    return count
  }

  /** Gives `queued` its place by arrival. It keeps that place when it comes back into the queue. */
  arrive(queued: QueuedCall, now: number): void {
    if (queued.order > 0) return
    queued.order = this.#nextOrder()
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

  /** Takes `queued` out, since it is sent. Calls that come later get no earlier turn. */
  take(queued: QueuedCall): void {
    this.#turnsOf(queued).remove(queued, true)
    this.#deadlines.remove(queued)
  }

  has(queued: QueuedCall): boolean {
    return this.#turnsOf(queued).has(queued)
  }

  /** Returns the first call of each priority, the one that goes next first. */
  firsts(now: number, windowMs: number): QueuedCall[] {
    const firsts: QueuedCall[] = []
    for (const { first } of this.#levels) {
      if (first === undefined) continue
      first.level = first.levelAt(now, windowMs)
      firsts.push(first)
    }
    return firsts.sort(byLevel)
  }

  /** Returns the call that goes next. */
  first(now: number, windowMs: number): QueuedCall | undefined {
    return this.firsts(now, windowMs)[0]
  }

  /**
   * Returns whether the timer depends on `queued`: it is the first of its priority, or the first
   * whose deadline comes.
   */
  isFirst(queued: QueuedCall): boolean {
    return this.#turnsOf(queued).first === queued || this.#deadlines.first === queued
  }

  /** The first `count` calls in the order in which they go. */
  turns(now: number, windowMs: number, count: number): QueuedCall[] {
    const levels = this.#levels.map((turns) => turns[Symbol.iterator]())
    const nexts = levels.map((level) => level.next().value as QueuedCall | undefined)
    const turns: QueuedCall[] = []
    while (turns.length < count) {
      for (const next of nexts) if (next) next.level = next.levelAt(now, windowMs)
      const waiting = nexts.filter((next) => next !== undefined)
      const [first] = waiting.sort(byLevel)
      if (first === undefined) break
      turns.push(first)
      nexts[first.baseLevel] = levels[first.baseLevel]?.next().value as QueuedCall | undefined
    }
    return turns
  }

  /** Returns when the first call of a priority next rises a level, or `Infinity`. */
  nextRise(now: number, windowMs: number): number {
    let nextAt = Infinity
    for (const first of this.firsts(now, windowMs)) {
      if (first.level > 0) nextAt = Math.min(nextAt, first.risesAt(first.level - 1, windowMs))
    }
    return nextAt
  }

  /**
   * Returns all calls. Each level is in the order in which its calls go, and of several levels the
   * earliest arrival is first.
   */
  all(): QueuedCall[] {
    const levels = this.#levels.map((turns) => [...turns].toReversed())
    const all: QueuedCall[] = []
    for (;;) {
      const nexts = levels.map((level) => level.at(-1)?.order ?? Infinity)
      const next = levels[nexts.indexOf(Math.min(...nexts))]?.pop()
      if (next === undefined) return all
      all.push(next)
    }
  }

  #turnsOf(queued: QueuedCall): Turns {
    return this.#levels[queued.baseLevel] ?? this.#levels[1]
  }
}
