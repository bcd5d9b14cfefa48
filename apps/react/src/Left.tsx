import { useCountdown } from '@bando/react'
import type { ReactNode } from 'react'
import { durationOf } from './durationOf.ts'

interface LeftProps {
  /** Epoch ms. */
  readonly until: number
  readonly before?: string
}

/** How long it is until then. Silent for screen readers, which it would flood. */
export function Left({ until, before = '' }: LeftProps): ReactNode {
  const leftMs = useCountdown(until) ?? 0
  return (
    <span role="timer" aria-live="off">
      {before}
      {durationOf(leftMs)}
    </span>
  )
}
