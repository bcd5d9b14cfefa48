import { useBando } from '@bando/react'
import type { ReactNode } from 'react'
import { Countdown } from './Countdown.tsx'

/** Who waits for the budget, instead of being refused. */
export function Line(): ReactNode {
  const { waiting, nextAt } = useBando(({ line }) => line)
  return (
    <section className={waiting > 0 ? 'line busy' : 'line'} aria-labelledby="line">
      <h2 id="line">Waiting</h2>
      <output className="figure" data-testid="waiting">
        {waiting}
      </output>
      <p>
        {waiting === 0 ? (
          'Nobody is in line.'
        ) : nextAt === undefined ? (
          'The next leaves when an answer is here.'
        ) : (
          <Countdown until={nextAt} prefix="The next leaves in " />
        )}
      </p>
    </section>
  )
}
