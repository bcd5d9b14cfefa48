import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Returns a number from 0 to below 1. */
export type Random = () => number

/** Returns a generator for one purpose, so that one more draw from it changes no other. */
const streams = { network: 1, client: 2, server: 3, wall: 4, work: 5 } as const

/** A repeatable random generator. */
export function seededRandom(seed: number, stream: keyof typeof streams): Random {
  const generator = xoroshiro128plus(
    Math.imul(seed + 1, 0x9e_37_79_b1) ^ Math.imul(streams[stream], 0x85_eb_ca_6b),
  )
  return () => uniformFloat64(generator)
}
