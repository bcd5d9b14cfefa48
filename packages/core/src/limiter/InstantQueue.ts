/** Instants in order, each with how many it stands for. A plain object, so that it can be stored as it is. */
export interface Instants {
  readonly at: number[]
  readonly count: number[]
}

/** Up to this many entries each instant is kept as it is; beyond, those of one slice are kept as one. */
const mostExact = 256

export function noInstants(): Instants {
  return { at: [], count: [] }
}

/**
 * First in, first out, for instants that seldom come out of order. Its size is bounded: beyond 256 entries an instant is
 * rounded up to the end of its slice. Adding and removing are O(1) amortised, and looking is O(log n).
 */
export class InstantQueue {
  readonly state: Instants
  /** Sums of the counts, made when they are first asked for after a change. */
  #sums: number[] | undefined

  constructor(state: Instants = noInstants()) {
    this.state = state
  }

  get size(): number {
    return this.#totals().at(-1) ?? 0
  }

  get first(): number | undefined {
    return this.state.at[0]
  }

  /** Adds an instant in whole milliseconds, rounded up, or at the end of its slice if there are many. */
  add(instant: number, sliceMs: number, count = 1): void {
    const { at, count: counts } = this.state
    const unit = at.length < mostExact ? 1 : Math.max(1, sliceMs)
    const rounded = Math.ceil(instant / unit) * unit
    let index = at.length
    while (index > 0 && (at[index - 1] ?? 0) >= rounded) index -= 1
    if (at[index] === rounded) counts[index] = (counts[index] ?? 0) + count
    else if (index === at.length) {
      at.push(rounded)
      counts.push(count)
    } else {
      at.splice(index, 0, rounded)
      counts.splice(index, 0, count)
    }
    this.#sums = undefined
  }

  /** Removes one of those that `instant` was rounded up to. Returns false if there is none. */
  remove(instant: number): boolean {
    const { at, count } = this.state
    const index = at.findIndex((each) => each >= instant)
    const left = count[index]
    if (left === undefined) return false
    if (left > 1) count[index] = left - 1
    else {
      at.splice(index, 1)
      count.splice(index, 1)
    }
    this.#sums = undefined
    return true
  }

  /** Removes all up to `instant`, and gives them. */
  removeUntil(instant: number): Instants {
    const { at, count } = this.state
    if ((at[0] ?? Infinity) > instant) return noInstants()
    let length = 0
    while ((at[length] ?? Infinity) <= instant) length += 1
    this.#sums = undefined
    return { at: at.splice(0, length), count: count.splice(0, length) }
  }

  /** The instant of the one with `index` others before it; `undefined` before the first and past the last. */
  at(index: number): number | undefined {
    if (index < 0) return undefined
    const sums = this.#totals()
    let [low, high] = [0, sums.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) > index) high = middle
      else low = middle + 1
    }
    return this.state.at[low]
  }

  #totals(): number[] {
    if (this.#sums) return this.#sums
    let sum = 0
    this.#sums = this.state.count.map((count) => (sum += count))
    return this.#sums
  }
}
