'use client'

import type { Bando, BandoState } from '@bando/core'
import { replaceEqualDeep } from '@tanstack/react-query'
import { useCallback, useContext, useState, useSyncExternalStore } from 'react'
import { ServerStateContext } from '../ServerStateContext.ts'
import { useBandoClient } from './useBandoClient.ts'

/** The client and its present state. Instants are epoch milliseconds. */
export interface BandoSnapshot extends BandoState {
  readonly client: Bando
}

/** Options of `useBando`. */
export interface UseBandoOptions<Selected> {
  /**
   * Returns whether a selection is unchanged, so that nothing renders.
   * @defaultValue compares plain objects and arrays by their contents, and other values by identity
   */
  readonly isEqual?: ((before: Selected, next: Selected) => boolean) | undefined
}

/**
 * Returns the client and its live state: the status of the token (`auth`), the budget (`limit`) and
 * the waiting calls (`queue`).
 */
export function useBando(): BandoSnapshot
/**
 * Returns the result of `select`, and renders again only when that has changed.
 * @example const remaining = useBando(({ limit }) => limit.remaining)
 */
export function useBando<Selected>(
  select: (snapshot: BandoSnapshot) => Selected,
  client?: Bando,
  options?: UseBandoOptions<Selected>,
): Selected
export function useBando(
  select: (snapshot: BandoSnapshot) => unknown = (snapshot) => snapshot,
  given?: Bando,
  { isEqual = hasSameContents }: UseBandoOptions<unknown> = {},
): unknown {
  const client = useBandoClient(given)
  const serverState = useContext(ServerStateContext)
  const [selection] = useState(createSelection)
  return useSyncExternalStore(
    useCallback((listener) => client.subscribe(listener), [client]),
    () => selection(client, client.state, select, isEqual),
    () => selection(client, serverState, select, isEqual),
  )
}

/**
 * Makes a cache of one selection. It calls `select` once for each state and each `select`. An equal
 * selection keeps its identity, so `select` may be a new function in each render, and may return a
 * new object.
 */
function createSelection(): (
  client: Bando,
  state: BandoState,
  select: (snapshot: BandoSnapshot) => unknown,
  isEqual: (before: unknown, next: unknown) => boolean,
) => unknown {
  let last: readonly unknown[] = []
  let selected: unknown
  return (client, state, select, isEqual) => {
    if (last[0] !== client || last[1] !== state || last[2] !== select) {
      const next = select({ client, ...state })
      if (!last[0] || !isEqual(selected, next)) selected = next
      last = [client, state, select]
    }
    return selected
  }
}

function hasSameContents(before: unknown, next: unknown): boolean {
  return replaceEqualDeep(before, next) === before
}
