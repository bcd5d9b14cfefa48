import { useBando } from '@bando/react'
import type { ReactNode } from 'react'
import { Countdown } from './Countdown.tsx'

/** Who waits for the budget, instead of being refused. */
export function Queue(): ReactNode {
  const { waiting, nextAt } = useBando(({ queue }) => queue)
  return (
    <section className={waiting > 0 ? 'queue busy' : 'queue'} aria-labelledby="queue">
      <h2 id="queue">Waiting</h2>
      <output className="figure" data-testid="waiting">
        {waiting}
      </output>
      <p>
        {waiting === 0 ? (
          'No call is waiting.'
        ) : nextAt === undefined ? (
          'The next leaves when an answer is here.'
        ) : (
          <Countdown until={nextAt} prefix="The next leaves in " />
        )}
      </p>
    </section>
  )
}
