'use client'

import type { Bando, BandoState } from '@bando/core'
import { useContext, useMemo } from 'react'
import { ServerStateContext } from './BandoContext.ts'
import { isSame } from './isSame.ts'
import { unknownState } from './serverState.ts'
import { useBandoClient } from './useBandoClient.ts'
import type { Source } from './useSelected.ts'
import { useSelected } from './useSelected.ts'

/** The client, and what it knows now. Instants are epoch milliseconds. */
export interface BandoSnapshot extends BandoState {
  readonly client: Bando
}

/** How a selection is compared. */
export interface UseBandoOptions<Selected> {
  /** Whether a selection is as before, so that nothing renders. @defaultValue compares plain objects, arrays and dates by their contents */
  readonly isEqual?: ((before: Selected, next: Selected) => boolean) | undefined
}

/** Returns the client and its live state: the status of the token (`auth`), the budget (`limit`) and the waiting calls (`queue`). */
export function useBando(): BandoSnapshot
/**
 * Returns what `select` takes of the client and its state, and renders again only when that has changed.
 * @example const remaining = useBando(({ limit }) => limit.remaining)
 */
export function useBando<Selected>(
  select: (snapshot: BandoSnapshot) => Selected,
  client?: Bando,
  options?: UseBandoOptions<Selected>,
): Selected
export function useBando(
  select: (snapshot: BandoSnapshot) => unknown = whole,
  given?: Bando,
  { isEqual = isSame }: UseBandoOptions<unknown> = {},
): unknown {
  const client = useBandoClient(given)
  const serverState = useContext(ServerStateContext) ?? unknownState
  const source = useMemo(() => snapshots(client, serverState), [client, serverState])
  return useSelected(source, select, isEqual)
}

function snapshots(client: Bando, serverState: BandoState): Source<BandoSnapshot> {
  const atServer = { client, ...serverState }
  let last: { readonly state: BandoState; readonly snapshot: BandoSnapshot } | undefined
  return {
    subscribe: (listener) => client.subscribe(listener),
    read: () => {
      const { state } = client
      if (last?.state !== state) last = { state, snapshot: { client, ...state } }
      return last.snapshot
    },
    readOnServer: () => atServer,
  }
}

function whole(snapshot: BandoSnapshot): BandoSnapshot {
  return snapshot
}
