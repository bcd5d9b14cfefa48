import { LinkedCalls } from './LinkedCalls.ts'
import type { QueuedCall } from './QueuedCall.ts'

interface Turn {
  readonly number: number
  readonly calls: LinkedCalls
}

interface Group {
  /** The turn of its newest call. */
  turn: number
  waiting: number
}

/**
 * The waiting calls of one priority. Groups take turns (start-time fair queueing): each call of a group gets the turn after
 * its previous one. Calls of one turn go by arrival. A call without a group takes the current turn, as a group of its own.
 */
export class Turns {
  /** By number. Empty turns are dropped. */
  readonly #turns: Turn[] = []
  readonly #groups = new Map<unknown, Group>()
  #current = 0
  #size = 0
  #newestOrder = 0

  get size(): number {
    return this.#size
  }

  get first(): QueuedCall | undefined {
    return this.#turns[0]?.calls.first
  }

  has(queued: QueuedCall): boolean {
    return this.#find(queued.turn)?.calls.has(queued) ?? false
  }

  /** Returns how many arrived before `order`. */
  arrivedBefore(order: number): number {
    if (this.#newestOrder < order) return this.#size
    let count = 0
    for (const { calls } of this.#turns) count += calls.before(order)
    return count
  }

  /** Returns how many go before `queued`, which may be waiting or about to enter. */
  ahead(queued: QueuedCall): number {
    const number = this.#turnOf(queued)
    let count = 0
    for (const turn of this.#turns) {
      if (turn.number > number) break
      count += turn.number < number ? turn.calls.size : turn.calls.before(queued.order)
    }
    return count
  }

  /** Gives `queued` its turn: the current one if it comes back, so that it is not behind its own group. */
  insert(queued: QueuedCall): void {
    queued.turn = this.#turnOf(queued)
    this.#obtain(queued.turn).calls.insert(queued)
    this.#size += 1
    this.#newestOrder = Math.max(this.#newestOrder, queued.order)
    if (queued.group === undefined) return
    const group = this.#groups.get(queued.group) ?? { turn: queued.turn, waiting: 0 }
    group.turn = Math.max(group.turn, queued.turn)
    group.waiting += 1
    this.#groups.set(queued.group, group)
  }

  /** Takes `queued` out. If it is sent, its turn becomes the current one. */
  remove(queued: QueuedCall, isSent = false): void {
    const turn = this.#find(queued.turn)
    if (!turn?.calls.has(queued)) return
    turn.calls.remove(queued)
    this.#size -= 1
    if (isSent) this.#current = Math.max(this.#current, queued.turn)
    if (turn.calls.size === 0) this.#turns.splice(this.#turns.indexOf(turn), 1)
    queued.turn = 0
    const group = this.#groups.get(queued.group)
    if (group === undefined) return
    group.waiting -= 1
    if (group.waiting === 0) this.#groups.delete(queued.group)
  }

  /** In the order in which they go. The call at hand may be removed. */
  *[Symbol.iterator](): Generator<QueuedCall> {
    for (const { calls } of this.#turns.slice()) yield* calls
  }

  #turnOf({ turn, group, order }: QueuedCall): number {
    if (turn > 0) return turn
    const comesBack = order > 0 && order < this.#newestOrder
    const previous = comesBack ? undefined : this.#groups.get(group)
    return Math.max(1, this.#current, previous ? previous.turn + 1 : 0)
  }

  #find(number: number): Turn | undefined {
    const turn = this.#turns[this.#indexOf(number)]
    return turn?.number === number ? turn : undefined
  }

  #obtain(number: number): Turn {
    const index = this.#indexOf(number)
    const existing = this.#turns[index]
    if (existing?.number === number) return existing
    const turn = { number, calls: new LinkedCalls() }
    this.#turns.splice(index, 0, turn)
    return turn
  }

  /** Returns the index of the first turn with at least that number. */
  #indexOf(number: number): number {
    let [low, high] = [0, this.#turns.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#turns[middle]?.number ?? Infinity) < number) low = middle + 1
      else high = middle
    }
    return low
  }
}
