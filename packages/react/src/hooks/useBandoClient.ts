'use client'

import type { Bando } from '@bando/core'
import { useContext } from 'react'
import { BandoContext } from '../BandoContext.ts'

/**
 * Returns the given client, or the client of the nearest `BandoProvider`.
 * @throws Error if there is neither
 */
export function useBandoClient(client?: Bando): Bando {
  const provided = useContext(BandoContext)
  const found = client ?? provided
  if (found === undefined) {
    throw new Error('No Bando client set. Wrap the app in <BandoProvider client={bando}>.')
  }
  return found
}
