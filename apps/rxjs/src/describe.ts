import type { BandoState } from '@bando/core'
import type { Pace } from './pace.ts'

/** What the run waits for, in words that stay true until the state changes. */
export function describe({ queue, limit }: BandoState): string {
  if (queue.waiting === 0) return 'no need to wait'
  if (queue.nextAt === undefined) return 'waiting for an answer'
  if (limit.remaining > 0) return 'about to go on'
  return `waiting for the budget until ${time(queue.nextAt)}`
}

/** How fast it goes, and when it ends. */
export function describePace({ perMinute, endsAt }: Pace): string {
  const rate = `${perMinute.toFixed(perMinute < 10 ? 1 : 0)}/min`
  return endsAt === undefined ? rate : `${rate}, ends ${day(endsAt)} ${time(endsAt)}`
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function time(at: number): string {
  return `${new Date(at).toISOString().slice(11, 19)} UTC`
}
