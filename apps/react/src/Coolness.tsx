import { useBandoQuery } from '@bando/react'
import type { ReactNode } from 'react'

/** The last known coolness of Bando. Only the buttons send requests. */
export function Coolness({ isAsking }: { readonly isAsking: boolean }): ReactNode {
  const { data } = useBandoQuery('/coolness', { enabled: false, select: ({ coolness }) => coolness })
  const note = isAsking ? 'Asking …' : data === undefined ? 'Not asked yet.' : 'out of 100'
  return (
    <p className={data === undefined ? 'coolness empty' : 'coolness'} aria-busy={isAsking}>
      <output data-testid="coolness" aria-label="Coolness">
        {data ?? '?'}
      </output>
      <span>{note}</span>
    </p>
  )
}
