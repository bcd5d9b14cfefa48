'use client'

import type { BandoState } from '@bando/core'
import type { ReactNode } from 'react'
import { useCountdown } from '../hooks/useCountdown.ts'
import { durationOf } from './format.ts'
import { Gauge } from './Gauge.tsx'

/** Shows the rest of the budget, and the source of its limit. */
export function Budget({ limit }: Pick<BandoState, 'limit'>): ReactNode {
  const { remaining, requests, windowMs, inFlight, resetsAt, source } = limit
  const leftMs = useCountdown(resetsAt)
  return (
    <section aria-labelledby="budget">
      <h2 id="budget">Budget</h2>
      <div className="budget">
        <div
          role="meter"
          aria-labelledby="budget"
          aria-valuenow={remaining}
          aria-valuemin={0}
          aria-valuemax={requests}
          aria-valuetext={`${remaining} of ${requests} requests left`}
        >
          <Gauge remaining={remaining} requests={requests} size="large" />
        </div>
        <dl>
          <dt>limit</dt>
          <dd>
            {requests} per {durationOf(windowMs)} <small>{source}</small>
          </dd>
          <dt>in flight</dt>
          <dd>{inFlight}</dd>
          <dt>all back</dt>
          <dd>{leftMs ? `in ${durationOf(leftMs)}` : 'now'}</dd>
        </dl>
      </div>
    </section>
  )
}
