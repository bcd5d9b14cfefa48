import type { Instants } from '../../limiter/InstantQueue.ts'

/** Instants as they are stored: how long after the one before, and how many, in turn. */
export type PackedInstants = readonly number[]

/** Small numbers are written and read several times as fast as those of the wall clock. */
export function packInstants({ at, count }: Instants): PackedInstants {
  const packed: number[] = []
  for (let index = 0; index < at.length; index += 1)
    packed.push((at[index] ?? 0) - (at[index - 1] ?? 0), count[index] ?? 0)
  return packed
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
