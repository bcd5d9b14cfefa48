import { useBando } from '@bando/react'
import type { ReactNode } from 'react'
import { Countdown } from './Countdown.tsx'

/** What may still be sent in this window, and when all of it is back. */
export function Budget(): ReactNode {
  const { requests, remaining, windowMs, resetsAt } = useBando(({ limit }) => limit)
  const share = requests === 0 ? 0 : Math.round((100 * remaining) / requests)
  return (
    <section className="budget" aria-labelledby="budget">
      <h2 id="budget">Budget left</h2>
      <svg
        viewBox="0 0 120 120"
        role="meter"
        aria-labelledby="budget"
        aria-valuenow={remaining}
        aria-valuemin={0}
        aria-valuemax={requests}
        aria-valuetext={`${remaining} of ${requests} requests`}
      >
        <circle className="track" cx="60" cy="60" r="52" pathLength="100" />
        <circle className="level" cx="60" cy="60" r="52" pathLength="100" strokeDasharray={`${share} 100`} />
        <text x="60" y="66" data-testid="remaining">
          {remaining}
        </text>
        <text x="60" y="86" className="unit">
          of {requests}
        </text>
      </svg>
      <p>
        {resetsAt === undefined ? (
          `All of it, per ${seconds(windowMs)}.`
        ) : (
          <Countdown until={resetsAt} prefix="All back in " />
        )}
      </p>
    </section>
  )
}

function seconds(ms: number): string {
  return ms === 3_600_000 ? 'hour' : `${ms / 1000} seconds`
}
