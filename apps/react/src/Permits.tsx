import { useBando } from '@bando/react'
import type { ReactNode } from 'react'
import { durationOf } from './durationOf.ts'
import { Left } from './Left.tsx'

/** The most permits that are drawn one by one. */
const most = 120

/** The permits of the window, one cell each: free, in flight, or held until it is free again. */
export function Permits(): ReactNode {
  const { requests, remaining, inFlight, windowMs, resetsAt } = useBando(({ limit }) => limit)
  const { waiting, nextAt } = useBando(({ queue }) => queue)
  const scale = Math.min(1, most / requests)
  const [cells, free, flying] = [requests, remaining, inFlight].map((count) => Math.round(count * scale))
  return (
    <section className="permits" aria-labelledby="permits">
      <h2 id="permits">Permits</h2>
      <p className="figures">
        <span>
          <b data-testid="remaining">{remaining}</b> of {requests} left, per{' '}
          {windowMs === 3_600_000 ? 'hour' : durationOf(windowMs)}
        </span>
        <span>
          {resetsAt === undefined ? 'None is held.' : <Left until={resetsAt} before="All back in " />}
        </span>
        <span className={waiting > 0 ? 'busy' : ''}>
          <b data-testid="waiting">{waiting}</b> waiting
          {nextAt !== undefined && <Left until={nextAt} before=", the next goes in " />}
        </span>
      </p>
      <div
        className="strip"
        role="meter"
        aria-labelledby="permits"
        aria-valuenow={remaining}
        aria-valuemin={0}
        aria-valuemax={requests}
        aria-valuetext={`${remaining} of ${requests} requests left`}
      >
        {Array.from({ length: cells ?? 0 }, (_, index) => (
          <i key={index} className={kindOf(index, { free: free ?? 0, flying: flying ?? 0 })} />
        ))}
      </div>
    </section>
  )
}

function kindOf(index: number, { free, flying }: { readonly free: number; readonly flying: number }): string {
  if (index < free) return 'free'
  return index < free + flying ? 'flying' : 'held'
}
