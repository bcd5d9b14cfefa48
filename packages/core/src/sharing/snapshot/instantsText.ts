import type { Instants } from '../../limiter/InstantQueue.ts'

/**
 * Instants as they are stored: how long after the one before, and how many, in turn. Small numbers
 * are written and read several times as fast as those of the wall clock.
 */
export type PackedInstants = readonly number[]

/** The text of packed instants, and where each of them is in it. */
export interface InstantsText extends Instants {
  /** All but the first instant, each behind a comma. */
  readonly tail: string
  /** Where each instant ends in `tail`. */
  readonly ends: readonly number[]
}

/** Returns the JSON of `PackedInstants`. */
export function textOf({ at, count, tail }: InstantsText): string {
  return at.length === 0 ? '[]' : `[${at[0]},${count[0]}${tail}]`
}

/**
 * Encodes instants. Most differ from those of the commit `before` by a few at both ends, so that
 * the text between is used again.
 */
export function encodeInstants({ at, count }: Instants, before?: InstantsText): InstantsText {
  if (at === before?.at && count === before.count) return before
  const first = before === undefined ? -1 : before.at.indexOf(at[0] as number)
  const same = before === undefined || first < 0 ? 0 : countSame({ at, count }, before, first)
  const ends: number[] = at.length === 0 ? [] : [0]
  let tail = ''
  if (before !== undefined && same > 1) {
    const start = before.ends[first] as number
    for (let index = 1; index < same; index += 1) ends.push((before.ends[first + index] as number) - start)
    tail = before.tail.slice(start, before.ends[first + same - 1])
  }
  for (let index = Math.max(1, same); index < at.length; index += 1) {
    tail += `,${(at[index] as number) - (at[index - 1] as number)},${count[index]}`
    ends.push(tail.length)
  }
  return { at, count, tail, ends }
}

export function unpackInstants(packed: PackedInstants): Instants {
  const instants: Instants = { at: [], count: [] }
  let at = 0
  for (let index = 0; index < packed.length; index += 2) {
    at += packed[index] ?? 0
    instants.at.push(at)
    instants.count.push(packed[index + 1] ?? 0)
  }
  return instants
}

/** Returns how many instants are those of `before` from `first` on. */
function countSame({ at, count }: Instants, before: Instants, first: number): number {
  // The first one's count is not in the tail.
  let same = 1
  while (
    same < at.length &&
    at[same] === before.at[first + same] &&
    count[same] === before.count[first + same]
  )
    same += 1
  return same
}
