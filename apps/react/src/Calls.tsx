import type { ReactNode } from 'react'
import type { Call } from './useCalls.ts'

interface CallsProps {
  readonly calls: readonly Call[]
  readonly served: number
  readonly refused: number
}

/** What became of the questions: one cell for each of the last, and the sums. */
export function Calls({ calls, served, refused }: CallsProps): ReactNode {
  return (
    <section className="calls" aria-labelledby="calls">
      <h2 id="calls">Requests</h2>
      <dl>
        <div>
          <dt>served</dt>
          <dd data-testid="served">{served}</dd>
        </div>
        <div>
          <dt>refused</dt>
          <dd data-testid="refused">{refused}</dd>
        </div>
      </dl>
      {calls.length === 0 ? (
        <p>Each request becomes a cell here.</p>
      ) : (
        <ol className="cells" aria-hidden="true">
          {calls.map(({ id, status, of = 'Bando' }) => (
            <li key={id} className={status} title={`${of}: ${status}`} />
          ))}
        </ol>
      )}
    </section>
  )
}
