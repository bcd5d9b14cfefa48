/**
 * `instant`, which moves along when the clock jumps from now on: a jump is no time that passes, and costs nobody's patience (P8).
 * `jumpedMs` tells how far the clock has jumped in all.
 */
export function movingInstant(instant: number, jumpedMs: () => number): () => number {
  const jumpedBeforeMs = jumpedMs()
  return () => instant + (jumpedMs() - jumpedBeforeMs)
}
