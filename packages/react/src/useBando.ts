'use client'

import type { Bando, BandoState } from '@bando/core'
import { replaceEqualDeep } from '@tanstack/react-query'
import { useCallback, useRef, useSyncExternalStore } from 'react'
import { useBandoClient } from './useBandoClient.ts'

/** The client, and what it knows now. Instants are epoch milliseconds. */
export interface BandoSnapshot extends BandoState {
  readonly client: Bando
}

/** The client and its live state: the status of the token (`auth`), the budget (`limit`) and the calls that wait (`queue`). */
export function useBando(): BandoSnapshot
/** What `select` takes of it. Renders again when that has changed, compared by its contents, and at nothing else. */
export function useBando<Selected>(select: (snapshot: BandoSnapshot) => Selected, client?: Bando): Selected
export function useBando(select: (snapshot: BandoSnapshot) => unknown = identity, given?: Bando): unknown {
  const client = useBandoClient(given)
  const last = useRef<unknown>(undefined)
  const subscribe = useCallback((listener: () => void) => client.subscribe(listener), [client])
  // Parts with equal contents stay the same objects, so a selector may build a new one each time.
  const snapshot = (): unknown => {
    last.current = replaceEqualDeep(last.current, select({ client, ...client.state }))
    return last.current
  }
  return useSyncExternalStore(subscribe, snapshot, snapshot)
}

function identity(snapshot: BandoSnapshot): BandoSnapshot {
  return snapshot
}
