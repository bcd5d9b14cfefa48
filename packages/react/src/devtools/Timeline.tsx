'use client'

import type { ReactNode } from 'react'
import { durationOf } from './format.ts'
import type { Recorded } from './Recording.ts'
import { marksOf } from './marksOf.ts'
import { useNow } from './useNow.ts'

interface TimelineProps {
  readonly requests: readonly Recorded[]
  readonly windowMs: number
}

/** Shows the window. Requests are on the left, and the returns of their permits on the right. */
export function Timeline({ requests, windowMs }: TimelineProps): ReactNode {
  const now = useNow(Math.max(100, Math.min(1000, windowMs / 100)))
  const marks = marksOf(requests, { now, windowMs })
  const sent = marks.filter(({ kind }) => kind === 'request').length
  return (
    <section aria-labelledby="window">
      <h2 id="window">Window</h2>
      <p className="note">
        {sent} sent in the last {durationOf(windowMs)}, {marks.length - sent} permits return in the next
      </p>
      <svg
        className="timeline"
        viewBox="0 0 1000 72"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${sent} requests sent and ${marks.length - sent} permits to return`}
      >
        <rect className="past" width="500" height="72" />
        <line className="now" x1="500" x2="500" y1="0" y2="72" />
        {marks.map(({ id, kind, x, tone, title }) => (
          <line
            key={id}
            className={`${kind} ${tone}`}
            x1={x * 1000}
            x2={x * 1000}
            y1={kind === 'request' ? 8 : 40}
            y2={kind === 'request' ? 40 : 64}
          >
            <title>{title}</title>
          </line>
        ))}
      </svg>
      <p className="axis" aria-hidden="true">
        <span>−{durationOf(windowMs)}</span>
        <span>now</span>
        <span>+{durationOf(windowMs)}</span>
      </p>
    </section>
  )
}
