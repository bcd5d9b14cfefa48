import type { Bando } from '@bando/core'
import { BandoProvider, useBando, useBandoQuery } from '@bando/react'

function Coolness() {
  const remaining = useBando((state) => state.limit.remaining)
  const { data, error } = useBandoQuery<{ coolness: number }>('/coolness')
  if (error) return <p role="alert">{error.message}</p>
  return (
    <p>
      Coolness {data?.coolness ?? '…'}, {remaining} requests left
    </p>
  )
}

export function App({ bando }: { bando: Bando }) {
  return (
    <BandoProvider client={bando}>
      <Coolness />
    </BandoProvider>
  )
}
