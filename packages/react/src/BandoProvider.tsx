'use client'

import type { Bando, BandoState } from '@bando/core'
import { QueryClient, QueryClientContext, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useContext, useInsertionEffect, useState } from 'react'
import { BandoContext } from './BandoContext.ts'
import { bandoQueryDefaults } from './bandoQueryDefaults.ts'
import { setRefetchReserve } from './refetchReserve.ts'
import { ServerStateContext } from './ServerStateContext.ts'
import { unknownState } from './unknownState.ts'

export interface BandoProviderProps {
  /** Made by `createBando`, once, outside of components. The app that made it closes it. */
  readonly client: Bando
  /** Share of the budget, from 0 to 1, below which no background refetch is sent. @defaultValue 0.1 */
  readonly refetchReserve?: number | undefined
  /**
   * The state that a server rendered, which the page's first render shows too: the `state` of the server's client, sent along
   * with the page. @defaultValue an anonymous caller with all of its budget
   */
  readonly serverState?: BandoState | undefined
  readonly children?: ReactNode
}

/** Gives the hooks below it their client, and a QueryClient with `bandoQueryDefaults` if the app has none of its own. */
export function BandoProvider({
  client,
  refetchReserve,
  serverState,
  children,
}: BandoProviderProps): ReactNode {
  const queryClient = useContext(QueryClientContext)
  // Before the effects of the components below, in which they fetch.
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
