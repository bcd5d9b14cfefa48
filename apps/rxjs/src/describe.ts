import type { BandoState } from '@bando/core'

/** What the run waits for, in words that stay true until the state changes. */
export function describe({ queue, limit }: BandoState): string {
  if (queue.waiting === 0) return 'no need to wait'
  if (queue.nextAt === undefined) return 'waiting for an answer'
  if (limit.remaining > 0) return 'about to go on'
  return `waiting for the budget until ${new Date(queue.nextAt).toISOString().slice(11, 19)} UTC`
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
