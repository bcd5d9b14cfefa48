import type { BandoOptions } from '@bando/core'
import { createBando } from '@bando/core'
import { webStore } from '@bando/core/web'
import {
  bandoQueryKey,
  BandoProvider,
  useBando,
  useBandoQuery,
  useBandoSuspenseQuery,
  useBandoWait,
  useCountdown,
} from '@bando/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { StrictMode, Suspense, useState } from 'react'
import { createRoot } from 'react-dom/client'

/** The functions in the page's `globalThis` that a test calls. */
export interface InPage {
  /** Renders the page with a new client. */
  readonly start: (options: BandoOptions) => void
  /** Shows these cities. Each reads its coolness. */
  show: (cities: readonly string[], suspends?: boolean) => void
  setToken: (token: string) => void
}

const queryOf = (of: string): { query: { of: string } } => ({ query: { of } })

function City({ of }: { readonly of: string }): ReactNode {
  const { data, error, fetchStatus } = useBandoQuery('/coolness', queryOf(of))
  const wait = useBandoWait(bandoQueryKey('/coolness', queryOf(of)))
  const leftMs = useCountdown(wait?.nextAt)
  const waits = wait && `waits for ${wait.reason}, ${leftMs === undefined ? 'no time' : leftMs / 1000}`
  return <li>{`${of}: ${data?.coolness ?? error?.code ?? waits ?? fetchStatus}`}</li>
}

function SuspendedCity({ of }: { readonly of: string }): ReactNode {
  return <li>{`${of}: ${useBandoSuspenseQuery('/coolness', queryOf(of)).data.coolness}`}</li>
}

function Page({ inPage }: { readonly inPage: InPage }): ReactNode {
  const [{ cities, suspends }, setShown] = useState<{ cities: readonly string[]; suspends: boolean }>({
    cities: [],
    suspends: false,
  })
  inPage.show = (next, suspends = false) => setShown({ cities: next, suspends })
  const { auth, limit, queue } = useBando()
  const One = suspends ? SuspendedCity : City
  return (
    <>
      <p>{`${auth.status}, ${limit.remaining} left, ${queue.waiting} waiting`}</p>
      <ul>
        {cities.map((of) => (
          <Suspense key={of} fallback={<li>{of}: suspended</li>}>
            <One of={of} />
          </Suspense>
        ))}
      </ul>
    </>
  )
}

const inPage: InPage = {
  start(options) {
    const bando = createBando({ ...options, store: webStore(), maxWaitMs: Infinity })
    inPage.setToken = (token) => bando.setToken(token)
    createRoot(document.body.appendChild(document.createElement('main'))).render(
      <StrictMode>
        <QueryClientProvider client={new QueryClient()}>
          <BandoProvider client={bando}>
            <Page inPage={inPage} />
          </BandoProvider>
        </QueryClientProvider>
      </StrictMode>,
    )
  },
  show() {},
  setToken() {},
}

Object.assign(globalThis, { inPage })
