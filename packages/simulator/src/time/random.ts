import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** From 0 to below 1. */
export type Random = () => number

/** Each purpose draws from a stream of its own, so that one more draw here changes nothing there. */
const streams = { network: 1, client: 2, server: 3, wall: 4, work: 5 } as const

/** Random numbers that are the same again for the same seed. */
export function seededRandom(seed: number, stream: keyof typeof streams): Random {
  const generator = xoroshiro128plus(
    Math.imul(seed + 1, 0x9e_37_79_b1) ^ Math.imul(streams[stream], 0x85_eb_ca_6b),
  )
  return () => uniformFloat64(generator)
}
