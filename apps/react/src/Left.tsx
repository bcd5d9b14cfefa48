import { useCountdown } from '@bando/react'
import type { ReactNode } from 'react'
import { durationOf } from './durationOf.ts'

interface LeftProps {
  /** Epoch ms. */
  readonly until: number
  readonly before?: string
}

/** The time that is left until then. Screen readers skip it, as it changes each second. */
export function Left({ until, before = '' }: LeftProps): ReactNode {
  const leftMs = useCountdown(until) ?? 0
  return (
    <span role="timer" aria-live="off">
      {before}
      {durationOf(leftMs)}
    </span>
  )
}
