'use client'

import type { Bando } from '@bando/core'
import { QueryClient, QueryClientContext, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useContext, useState } from 'react'
import { BandoContext } from './BandoContext.ts'
import { bandoQueryDefaults } from './bandoQueryDefaults.ts'

export interface BandoProviderProps {
  /** Made by `createBando`, once, outside of components. Whoever made it closes it. */
  readonly client: Bando
  readonly children?: ReactNode
}

/** Gives the hooks below it their client, and a QueryClient with `bandoQueryDefaults` where the app has none of its own. */
export function BandoProvider({ client, children }: BandoProviderProps): ReactNode {
  const queryClient = useContext(QueryClientContext)
  const provided = <BandoContext.Provider value={client}>{children}</BandoContext.Provider>
  return queryClient ? provided : <OwnQueryClient>{provided}</OwnQueryClient>
}

function OwnQueryClient({ children }: { readonly children: ReactNode }): ReactNode {
  const [queryClient] = useState(() => new QueryClient({ defaultOptions: bandoQueryDefaults }))
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
}
