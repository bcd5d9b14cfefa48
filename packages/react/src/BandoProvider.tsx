'use client'

import type { Bando, BandoState } from '@bando/core'
import { QueryClient, QueryClientContext, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useContext, useInsertionEffect, useState } from 'react'
import { BandoContext } from './BandoContext.ts'
import { bandoQueryDefaults } from './options/bandoQueryDefaults.ts'
import { setRefetchReserve } from './options/refetchReserve.ts'
import { ServerStateContext } from './ServerStateContext.ts'
import { unknownState } from './unknownState.ts'

/** The props of `BandoProvider`. */
export interface BandoProviderProps {
  /** The client. Make it once with `createBando`, outside of components. The app closes it. */
  readonly client: Bando
  /**
   * The share of the budget, from 0 to 1, below which no background refetch is sent.
   * @defaultValue 0.1
   */
  readonly refetchReserve?: number | undefined
  /**
   * The state that the server rendered: the `state` of its client, sent with the page. The first
   * render of the page shows it.
   * @defaultValue an anonymous caller with all of its budget
   */
  readonly serverState?: BandoState | undefined
  readonly children?: ReactNode
}

/**
 * Provides the client to the hooks below. If the app has no QueryClient, it also provides one with
 * `bandoQueryDefaults`.
 */
export function BandoProvider({
  client,
  refetchReserve,
  serverState,
  children,
}: BandoProviderProps): ReactNode {
  const queryClient = useContext(QueryClientContext)
  // Runs before the effects of the components below, which fetch.
  useInsertionEffect(
    () => (refetchReserve === undefined ? undefined : setRefetchReserve(client, refetchReserve)),
    [client, refetchReserve],
  )
  const provided = (
    <BandoContext.Provider value={client}>
      <ServerStateContext.Provider value={serverState ?? unknownState}>
        {children}
      </ServerStateContext.Provider>
    </BandoContext.Provider>
  )
  return queryClient ? provided : <OwnQueryClient>{provided}</OwnQueryClient>
}

function OwnQueryClient({ children }: { readonly children: ReactNode }): ReactNode {
  const [queryClient] = useState(() => new QueryClient({ defaultOptions: bandoQueryDefaults }))
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
}
