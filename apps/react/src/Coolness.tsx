import { useBandoQuery } from '@bando/react'
import type { ReactNode } from 'react'

/** What was last answered about Bando itself. Asking is left to the buttons. */
export function Coolness({ isAsking }: { readonly isAsking: boolean }): ReactNode {
  const { data } = useBandoQuery('/coolness', {
    enabled: false,
    select: ({ coolness }: { coolness: number }) => coolness,
  })
  const note = isAsking ? 'Asking …' : data === undefined ? 'No answer yet.' : 'out of 100'
  return (
    <section
      className={data === undefined ? 'coolness empty' : 'coolness'}
      aria-labelledby="coolness"
      aria-busy={isAsking}
    >
      <h2 id="coolness">Coolness</h2>
      <output className="figure" data-testid="coolness">
        {data ?? '–'}
      </output>
      <p>{note}</p>
    </section>
  )
}
