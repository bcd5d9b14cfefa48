'use client'

import type { Bando, BandoState } from '@bando/core'
import type { ReactNode } from 'react'
import { durationOf } from './format.ts'
import type { Waiting } from './Recording.ts'
import { pathOf } from './Recording.ts'
import { useNow } from './useNow.ts'
import { reasons } from './words.ts'

interface QueueProps extends Pick<BandoState, 'queue'> {
  readonly client: Bando
  readonly waiting: readonly Waiting[]
}

/** The number of calls that are listed. */
const most = 6

/** Shows the calls that wait for a permit. */
export function Queue({ client, queue, waiting }: QueueProps): ReactNode {
  const now = useNow(1000)
  // No event says that a call leaves the queue, so this asks the client.
  const known = waiting.flatMap(({ method, url, keys, at }) => {
    const wait = keys.map((key) => client.waitOf(key)).find((found) => found)
    return wait ? [{ name: `${method} ${pathOf(url)}`, at, ...wait }] : []
  })
  const shown = known.slice(0, most)
  const others = queue.waiting - shown.length
  return (
    <section aria-labelledby="queue">
      <h2 id="queue">Queue</h2>
      <p className="note">
        {queue.waiting === 0
          ? 'No call waits.'
          : `${queue.waiting} waiting for ${(queue.reason && reasons[queue.reason]) ?? queue.reason}`}
      </p>
      <ol className="calls">
        {shown.map(({ name, at, nextAt, reason }, index) => (
          <li key={`${at} ${name} ${index}`}>
            <code>{name}</code>
            <small>
              {nextAt === undefined
                ? (reasons[reason] ?? reason)
                : `in ${durationOf(Math.max(0, nextAt - now))}`}
            </small>
          </li>
        ))}
        {shown.length > 0 && others > 0 && <li>and {others} more</li>}
      </ol>
    </section>
  )
}
