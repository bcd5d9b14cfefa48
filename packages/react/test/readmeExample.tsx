import { createBando } from '@bando/core'
import { BandoProvider, useBando, useBandoQuery } from '@bando/react'

const bando = createBando() // The API is public: in a browser, leave the token out.

export default function App() {
  return (
    <BandoProvider client={bando}>
      <Coolness of="Berlin" />
      <Budget />
    </BandoProvider>
  )
}

export function Coolness({ of }: { of: string }) {
  const { data, error } = useBandoQuery('/coolness', { query: { of } })
  if (error) return <p role="alert">{error.message}</p>
  return <p>{data ? `${of}: ${data.coolness}` : 'Asking …'}</p>
}

export function Budget() {
  const remaining = useBando(({ limit }) => limit.remaining)
  return <p>{remaining} requests left</p>
}
