import type { QueuedCall } from './QueuedCall.ts'
import { CallTree } from './CallTree.ts'

interface Group {
  /** The turn of its newest call. */
  turn: number
  waiting: number
}

/**
 * The waiting calls of one priority. Groups take turns (start-time fair queueing): each call of a
 * group gets the turn after its previous one. Calls of one turn go by arrival. A call without a
 * group takes the current turn, as a group of its own.
 */
export class Turns {
  readonly #byTurn = new CallTree()
  /** The same calls by arrival alone, to count for calls of lower priorities. */
  readonly #byArrival = new CallTree()
  readonly #groups = new Map<unknown, Group>()
  #current = 0
  #newestOrder = 0

  get size(): number {
    return this.#byTurn.size
  }

  get first(): QueuedCall | undefined {
    return this.#byTurn.first
  }

  has(queued: QueuedCall): boolean {
    return this.#byTurn.has(queued.turn, queued)
  }

  /** Returns how many arrived before `order`. */
  arrivedBefore(order: number): number {
    return this.#byArrival.countBefore(0, order)
  }

  /** Returns how many go before `queued`, which may be waiting or about to enter. */
  ahead(queued: QueuedCall): number {
    return this.#byTurn.countBefore(this.#turnOf(queued), queued.order)
  }

  /**
   * Gives `queued` its turn: the current one if it comes back, so that it is not behind its own
   * group.
   */
  insert(queued: QueuedCall): void {
    queued.turn = this.#turnOf(queued)
    this.#byTurn.add(queued.turn, queued)
    this.#byArrival.add(0, queued)
    this.#newestOrder = Math.max(this.#newestOrder, queued.order)
    if (queued.group === undefined) return
    const group = this.#groups.get(queued.group) ?? { turn: queued.turn, waiting: 0 }
    group.turn = Math.max(group.turn, queued.turn)
    group.waiting += 1
    this.#groups.set(queued.group, group)
  }

  /** Takes `queued` out. If it is sent, its turn becomes the current one. */
  remove(queued: QueuedCall, isSent = false): void {
    if (!this.has(queued)) return
    this.#byTurn.remove(queued.turn, queued)
    this.#byArrival.remove(0, queued)
    if (isSent) this.#current = Math.max(this.#current, queued.turn)
    queued.turn = 0
    const group = this.#groups.get(queued.group)
    if (group === undefined) return
    group.waiting -= 1
    if (group.waiting === 0) this.#groups.delete(queued.group)
  }

  /** Gives the calls in the order in which they are sent. */
  [Symbol.iterator](): Iterator<QueuedCall> {
    return this.#byTurn[Symbol.iterator]()
  }

  #turnOf({ turn, group, order }: QueuedCall): number {
    if (turn > 0) return turn
    const comesBack = order < this.#newestOrder
    const previous = comesBack ? undefined : this.#groups.get(group)
    return Math.max(1, this.#current, previous ? previous.turn + 1 : 0)
  }
}
